using PruningRecipes;
using PruningRecipes.Torch;

namespace Reproduction;

[Recipe<LeNet300>("three-ways-back.recipe.yaml")]
public sealed partial class ThreeWaysBack;

/// <summary>The same pruned network and the same length of training, three times.</summary>
internal sealed record WaysBack()
    : Claim(
        "ways-back",
        "A pruned network trained again with the schedule from the start is better than one fine-tuned at the last rate: LeNet-300-100 at 95%, 10,000 images, 12 epochs and 11 again",
        "Renda, Frankle and Carbin, ICLR 2020, figure 1",
        "learning-rate rewinding at or above weight rewinding, both above fine-tuning",
        "learning-rate rewinding at or above fine-tuning (means)",
        ClaimKind.Trend,
        DataSet.Mnist
    )
{
    private const int Images = 10_000;

    public override Outcome Run(Laboratory laboratory)
    {
        IReadOnlyList<RecipeResult> results = laboratory.Repeat(
            laboratory.Tensors(Data, most: Images),
            (LeNet300 model) => new ThreeWaysBack(model),
            (recipe, trainer, options) => recipe.Run(trainer, options)
        );
        IReadOnlyList<double> dense = results.LastAccuracies("dense");
        IReadOnlyList<double> weights = results.LastAccuracies("weights");
        IReadOnlyList<double> rate = results.LastAccuracies("learning-rate");
        IReadOnlyList<double> tuned = results.LastAccuracies("fine-tuned");
        return new Outcome(
            rate.Average() >= tuned.Average(),
            $"dense {Figures.Spread(dense)}, learning-rate rewinding {Figures.Spread(rate)}, weight rewinding {Figures.Spread(weights)}, fine-tuning {Figures.Spread(tuned)}"
        );
    }
}
