using PruningRecipes;
using PruningRecipes.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Reproduction;

[Recipe<OneLayer>("layer-wanda.recipe.yaml")]
public sealed partial class LayerWanda;

[Recipe<OneLayer>("layer-sparsegpt.recipe.yaml")]
public sealed partial class LayerSparseGpt;

[Recipe<OneLayer>("layer-obs.recipe.yaml")]
public sealed partial class LayerSurgeon;

/// <summary>Layers small enough to prune by hand.</summary>
internal sealed record LayerByHand()
    : Claim(
        "layer-by-hand",
        "Wanda on [.1 -.5 .4 .2; 1 -.2 .3 .05] with input norms 4, 1, 2 and 8; SparseGPT and OBS on [1 1] with the Hessian [2 1; 1 2], damping included: half is pruned",
        "Sun et al., ICLR 2024; Frantar and Alistarh, ICML 2023; Hassibi and Stork, NIPS 1992: the formulas",
        "Wanda 0 0 0.4 0.2 1 0 0.3 0; SparseGPT 0 1.5; OBS 0 1.5",
        "equal to the digit; of OBS's two equal weights either may go",
        ClaimKind.Exact,
        DataSet.None,
        IsQuick: true
    )
{
    /// <summary>The diagonal of a Hessian whose off-diagonal is 1 and that is [2 1; 1 2] when a hundredth of its mean is added.</summary>
    private const double Diagonal = 2 / 1.01;

    public override Outcome Run(Laboratory laboratory)
    {
        float[] wanda = Wanda();
        float[] sparseGpt = OnPair(model => new LayerSparseGpt(model), (recipe, trainer) => recipe.Run(trainer));
        float[] surgeon = OnPair(model => new LayerSurgeon(model), (recipe, trainer) => recipe.Run(trainer));
        string ours = $"Wanda {Text(wanda)}; SparseGPT {Text(sparseGpt)}; OBS {Text(surgeon.Order())}";
        return new Outcome(ours == Published, ours);
    }

    private static float[] Wanda()
    {
        using OneLayer model = new(4, 2);
        ((ReadOnlySpan<float>)[0.1f, -0.5f, 0.4f, 0.2f, 1, -0.2f, 0.3f, 0.05f]).CopyTo(model.Weights);
        using LayerWanda recipe = new(model);
        using Tensor inputs = tensor([4f, 1, 2, 8]).diag();
        using Tensor targets = zeros(4, 2);
        using SupervisedTrainer trainer = new(
            model,
            new SupervisedData(inputs, targets, inputs, targets),
            nn.MSELoss()
        );
        recipe.Run(trainer);
        return model.Weights.ToArray();
    }

    /// <summary>Two examples whose products add up to the Hessian. The targets are 1 below the outputs: a gradient is the example itself.</summary>
    private static float[] OnPair<TRecipe>(Func<OneLayer, TRecipe> compiled, Func<TRecipe, ITrainer, RecipeResult> run)
        where TRecipe : IDisposable
    {
        using OneLayer model = new(2, 1);
        model.Weights.Fill(1);
        using TRecipe recipe = compiled(model);
        float side = (float)Math.Sqrt(Diagonal);
        using Tensor inputs = tensor(
            [side, (float)(1 / Math.Sqrt(Diagonal)), 0, (float)Math.Sqrt(Diagonal - (1 / Diagonal))],
            [2, 2]
        );
        using Tensor targets = inputs.sum([1], keepdim: true) - 1f;
        using SupervisedTrainer trainer = new(
            model,
            new SupervisedData(inputs, targets, inputs, targets),
            (outputs, wanted) => (outputs - wanted).pow(2).mean() * 0.5f
        );
        run(recipe, trainer);
        return model.Weights.ToArray();
    }

    private static string Text(IEnumerable<float> weights) =>
        Figures.List(weights.Select(weight => (double)weight), "0.####");
}
