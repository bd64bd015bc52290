using PruningRecipes;
using PruningRecipes.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Reproduction;

[Recipe<OneLayer>("gradient-snip.recipe.yaml")]
public sealed partial class GradientSnip;

[Recipe<OneLayer>("gradient-grasp.recipe.yaml")]
public sealed partial class GradientGrasp;

/// <summary>One example, whose gradient [2 1 4] and Hessian times gradient [42 21 84] are computed by hand.</summary>
internal sealed record GradientByHand()
    : Claim(
        "gradient-by-hand",
        "Of weights [1 -2 .5] on the input [2 1 4] with the target 1 and half the squared error, SNIP finds all alike, so that the first goes; GraSP takes the second, without which the gradient is greater",
        "Lee et al., ICLR 2019; Wang et al., ICLR 2020: the formulas",
        "SNIP 0 -2 0.5; GraSP 1 0 0.5",
        "equal to the digit",
        ClaimKind.Exact,
        DataSet.None,
        IsQuick: true
    )
{
    public override Outcome Run(Laboratory laboratory)
    {
        string snip = Left(model => new GradientSnip(model), (recipe, trainer) => recipe.Run(trainer));
        string grasp = Left(model => new GradientGrasp(model), (recipe, trainer) => recipe.Run(trainer));
        string ours = $"SNIP {snip}; GraSP {grasp}";
        return new Outcome(ours == Published, ours);
    }

    private static string Left<TRecipe>(Func<OneLayer, TRecipe> compiled, Func<TRecipe, ITrainer, RecipeResult> run)
        where TRecipe : IDisposable
    {
        using OneLayer model = new(3, 1);
        ((ReadOnlySpan<float>)[1, -2, 0.5f]).CopyTo(model.Weights);
        using TRecipe recipe = compiled(model);
        using Tensor inputs = tensor([2f, 1, 4], [1, 3]);
        using Tensor targets = ones(1, 1);
        using SupervisedTrainer trainer = new(
            model,
            new SupervisedData(inputs, targets, inputs, targets),
            (outputs, wanted) => (outputs - wanted).pow(2).mean() * 0.5f
        );
        run(recipe, trainer);
        return Figures.List(model.Weights.ToArray().Select(weight => (double)weight), "0.####");
    }
}
