using PruningRecipes;

namespace Reproduction;

[Recipe<LeNet300>("three-cycles.recipe.yaml")]
public sealed partial class ThreeCycles;

/// <summary>Ratios of what remains accumulate.</summary>
internal sealed record ThreeCycleRatio()
    : Claim(
        "three-cycle-ratio",
        "Three cycles that each prune 0.5358411166387221 of what remains end at 90% in each layer of LeNet-300-100",
        "Smile-Pruning, its LTH example",
        "0.900 0.900 0.900",
        "equal to the digit",
        ClaimKind.Exact,
        DataSet.None,
        IsQuick: true
    )
{
    private const int Cycles = 3;

    public override Outcome Run(Laboratory laboratory)
    {
        using LeNet300 model = new();
        using ThreeCycles recipe = new(model);
        for (int cycle = 0; cycle < Cycles; cycle++)
        {
            recipe.Prune();
        }

        string ours = Figures.List(recipe.Masks.All.Select(layer => layer.Sparsity), "F3");
        return new Outcome(ours == Published, ours);
    }
}
