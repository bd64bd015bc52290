using PruningRecipes;

namespace Reproduction;

[Recipe<LeNet5Caffe>("two-of-four.recipe.yaml")]
public sealed partial class TwoOfFour;

[Recipe<LeNet5Caffe>("output-blocks.recipe.yaml")]
public sealed partial class OutputBlocks;

/// <summary>What hardware asks for, read from the weights themselves.</summary>
internal sealed record StructuredSparsity()
    : Claim(
        "structured-sparsity",
        "2 of 4 in LeNet-5-Caffe leaves two weights of each four consecutive input channels, in convolutions too; blocks of 5 outputs and 1 input are whole or empty, half of them each",
        "Mishra et al., 2021; Lin et al., 2022: the definitions",
        "2 of each 4; no block in part",
        "no group breaks it",
        ClaimKind.Exact,
        DataSet.None,
        IsQuick: true
    )
{
    private const int GroupSize = 4;
    private const int BlockRows = 5;

    public override Outcome Run(Laboratory laboratory)
    {
        using LeNet5Caffe first = new();
        using TwoOfFour fine = new(first);
        fine.Prune();
        int[] groups = [.. fine.Masks.All.SelectMany(layer => Groups(first, layer))];
        int wrongGroups = groups.Count(kept => kept != GroupSize / 2);

        using LeNet5Caffe second = new();
        using OutputBlocks coarse = new(second);
        coarse.Prune();
        int[] blocks = [.. coarse.Masks.All.SelectMany(layer => Blocks(second, layer))];
        int wrongBlocks = blocks.Count(kept => kept is not (0 or BlockRows));
        int empty = blocks.Count(kept => kept == 0);
        return new Outcome(
            wrongGroups == 0 && wrongBlocks == 0 && empty * 2 == blocks.Length,
            $"{wrongGroups} of {groups.Length} groups and {wrongBlocks} of {blocks.Length} blocks break it; {empty} blocks are empty"
        );
    }

    /// <summary>The weights other than zero in each four consecutive input channels of one output and one place in the kernel.</summary>
    private static IEnumerable<int> Groups(LeNet5Caffe model, LayerMask layer)
    {
        int channels = (int)layer.Shape[1];
        int places = (int)(layer.Units / layer.Shape[0] / channels);
        bool[] isKept = IsKept(model, layer);
        return from output in Enumerable.Range(0, (int)layer.Shape[0])
            from place in Enumerable.Range(0, places)
            from start in Enumerable.Range(0, channels / GroupSize)
            select Enumerable
                .Range(start * GroupSize, GroupSize)
                .Count(channel => isKept[(((output * channels) + channel) * places) + place]);
    }

    private static IEnumerable<int> Blocks(LeNet5Caffe model, LayerMask layer)
    {
        int columns = (int)(layer.Units / layer.Shape[0]);
        bool[] isKept = IsKept(model, layer);
        return from start in Enumerable.Range(0, (int)layer.Shape[0] / BlockRows)
            from column in Enumerable.Range(0, columns)
            select Enumerable.Range(start * BlockRows, BlockRows).Count(row => isKept[(row * columns) + column]);
    }

    private static bool[] IsKept(LeNet5Caffe model, LayerMask layer) =>
        Array.ConvertAll(model.get_parameter(layer.Path)!.data<float>().ToArray(), static weight => weight != 0);
}
