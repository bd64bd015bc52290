using PruningRecipes;
using PruningRecipes.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Reproduction;

[Recipe<LeNet300>("criterion-large-final.recipe.yaml")]
public sealed partial class LargeFinal;

[Recipe<LeNet300>("criterion-magnitude-increase.recipe.yaml")]
public sealed partial class MagnitudeIncrease;

[Recipe<LeNet300>("criterion-random.recipe.yaml")]
public sealed partial class RandomCriterion;

[Recipe<LeNet300>("criterion-small-final.recipe.yaml")]
public sealed partial class SmallFinal;

/// <summary>A mask is a training of its own: over the first weights it classifies, though they were never trained.</summary>
internal sealed record MaskCriteria()
    : Claim(
        "mask-criteria",
        "Masks by criteria on the trained weights of LeNet-300-100, over its first weights at 80% sparsity, without training after: 20,000 images, 3 epochs before the mask",
        "Zhou et al., NeurIPS 2019, figures 3 and 5",
        "large final at or above magnitude increase, both far above random, small final below it; random is at chance without training",
        "large final >= magnitude increase > random > small final (means)",
        ClaimKind.Trend,
        DataSet.Mnist
    )
{
    private const int Images = 20_000;
    private const int Epochs = 3;

    public override Outcome Run(Laboratory laboratory)
    {
        SupervisedData data = laboratory.Tensors(Data, most: Images);
        IReadOnlyList<RecipeResult>[] criteria =
        [
            laboratory.Repeat(
                data,
                (LeNet300 model) => new LargeFinal(model, new() { Epochs = Epochs }),
                (recipe, trainer, options) => recipe.Run(trainer, options)
            ),
            laboratory.Repeat(
                data,
                (LeNet300 model) => new MagnitudeIncrease(model, new() { Epochs = Epochs }),
                (recipe, trainer, options) => recipe.Run(trainer, options)
            ),
            laboratory.Repeat(
                data,
                (LeNet300 model) => new RandomCriterion(model, new() { Epochs = Epochs }),
                (recipe, trainer, options) => recipe.Run(trainer, options)
            ),
            laboratory.Repeat(
                data,
                (LeNet300 model) => new SmallFinal(model, new() { Epochs = Epochs }),
                (recipe, trainer, options) => recipe.Run(trainer, options)
            ),
        ];
        double[] means = [.. criteria.Select(results => results.LastAccuracies("untrained").Average())];
        return new Outcome(
            means[0] >= means[1] && means[1] > means[2] && means[2] > means[3],
            $"large final {Spreads("untrained", 0)}, magnitude increase {Spreads("untrained", 1)}, random {Spreads("untrained", 2)}, small final {Spreads("untrained", 3)}"
        )
        {
            Note =
                $"over the trained weights {Spreads("trained", 0)}, {Spreads("trained", 1)}, {Spreads("trained", 2)} and {Spreads("trained", 3)}",
        };

        string Spreads(string name, int criterion) => Figures.Spread(criteria[criterion].LastAccuracies(name));
    }
}
