using PruningRecipes;
using PruningRecipes.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Reproduction;

[Recipe<LeNet300>("synflow.recipe.yaml")]
public sealed partial class SynapticFlow;

/// <summary>The densities between the rounds of a prune stage: those of the weights that each round's score sees.</summary>
internal sealed record FlowSchedule()
    : Claim(
        "synflow-schedule",
        "The densities of LeNet-300-100 after 1, 10, 50, 90, 99 and 100 of 100 rounds of SynFlow to 1%",
        "Tanaka et al., NeurIPS 2020: the formula",
        "0.954993 0.630957 0.100000 0.015849 0.010471 0.010000",
        "within a weight of it",
        ClaimKind.Exact,
        DataSet.None,
        IsQuick: true
    )
{
    private const int Rounds = 100;

    private static readonly (int Round, double Density)[] s_published =
    [
        (1, 0.954993),
        (10, 0.630957),
        (50, 0.1),
        (90, 0.015849),
        (99, 0.010471),
        (100, 0.01),
    ];

    public override Outcome Run(Laboratory laboratory)
    {
        using LeNet300 model = new();
        using SynapticFlow recipe = new(
            model,
            new()
            {
                Sparsity = 0.99m,
                Rounds = Rounds,
                Epochs = 1,
            }
        );
        long units = recipe.Masks.All.Units;
        List<long> kept = [];
        // Each round runs the model once, with what the rounds before have left; the training after them runs it too.
        model.register_forward_pre_hook(
            (_, input) =>
            {
                if (kept.Count <= Rounds)
                {
                    kept.Add(recipe.Masks.All.Sum(layer => model.get_parameter(layer.Path)!.count_nonzero().ToInt64()));
                }

                return input;
            }
        );
        using SupervisedTrainer trainer = new(model, Laboratory.Noise(100, 784), nn.CrossEntropyLoss());
        recipe.Run(trainer);
        return new Outcome(
            s_published.All(point => Math.Abs(kept[point.Round] - (point.Density * units)) <= 1),
            Figures.List(s_published.Select(point => (double)kept[point.Round] / units), "F6")
        );
    }
}
