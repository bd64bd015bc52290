using PruningRecipes;
using PruningRecipes.Torch;
using static TorchSharp.torch;

namespace Reproduction;

[Recipe<LeNet300>("rewired-at-random.recipe.yaml")]
public sealed partial class RewiredAtRandom;

[Recipe<LeNet300>("rewired-by-gradient.recipe.yaml")]
public sealed partial class RewiredByGradient;

/// <summary>Where connections are changes, how many there are in a layer does not.</summary>
internal sealed record ConnectionCounts()
    : Claim(
        "connection-counts",
        "SET and RigL move connections of LeNet-300-100, and each layer has as many after every step",
        "Mocanu et al., 2018; Evci et al., ICML 2020: the definition",
        "constant",
        "one count for each layer over 40 steps, and other connections at the end than at the start",
        ClaimKind.Exact,
        DataSet.None,
        IsQuick: true
    )
{
    public override Outcome Run(Laboratory laboratory)
    {
        SupervisedData data = Laboratory.Noise(500, 784);
        using LeNet300 first = new();
        using RewiredAtRandom atRandom = new(first);
        (bool isSetConstant, string set) = Check(first, data, atRandom.Masks.All, atRandom.Run);

        using LeNet300 second = new();
        using RewiredByGradient byGradient = new(second);
        (bool isRiglConstant, string rigl) = Check(second, data, byGradient.Masks.All, byGradient.Run);
        return new Outcome(isSetConstant && isRiglConstant, $"SET {set}; RigL {rigl}");
    }

    private static (bool Holds, string Ours) Check(
        LeNet300 model,
        SupervisedData data,
        MaskSet masks,
        Func<ITrainer, RunOptions?, RecipeResult> run
    )
    {
        bool[]? atFirst = null;
        using SupervisedTrainer trainer = new(model, data, nn.CrossEntropyLoss());
        // The first step of the training is the first to run the model.
        model.register_forward_pre_hook(
            (_, input) =>
            {
                atFirst ??= Connections(masks);
                return input;
            }
        );
        RecipeResult result = run(trainer, null);

        long[] counts = [.. result.Evaluations[0].Layers.Select(layer => layer.Units - layer.Pruned)];
        bool isConstant = result.Evaluations.All(evaluation =>
            evaluation.Layers.Select(layer => layer.Units - layer.Pruned).SequenceEqual(counts)
        );
        int moved = Connections(masks).Zip(atFirst!).Count(pair => pair.First && !pair.Second);
        return (isConstant && moved > 0, $"{string.Join(" ", counts)} connections, {moved} of them moved");
    }

    private static bool[] Connections(MaskSet masks) =>
        [
            .. masks.SelectMany(layer =>
                Enumerable.Range(0, checked((int)layer.Units)).Select(index => layer.IsKept(index))
            ),
        ];
}
