using System.Globalization;
using PruningRecipes;
using PruningRecipes.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Reproduction;

[Recipe<OneLayer>("layer-magnitude.recipe.yaml")]
public sealed partial class LayerMagnitude;

/// <summary>What half of a layer's weights say about all of its outputs.</summary>
internal sealed record ReconstructionOrder()
    : Claim(
        "reconstruction-order",
        "On correlated inputs of different scales, the outputs of a half pruned layer are nearest to the whole one's by SparseGPT, then Wanda, then magnitude",
        "Frantar and Alistarh, ICML 2023; Sun et al., ICLR 2024",
        "SparseGPT below Wanda below magnitude",
        "the same order of the mean squared distances",
        ClaimKind.Trend,
        DataSet.None,
        IsQuick: true
    )
{
    private const int Inputs = 64;
    private const int Outputs = 32;
    private const int Examples = 256;

    public override Outcome Run(Laboratory laboratory)
    {
        double sparseGpt = Distance(model => new LayerSparseGpt(model), (recipe, trainer) => recipe.Run(trainer));
        double wanda = Distance(model => new LayerWanda(model), (recipe, trainer) => recipe.Run(trainer));
        double magnitude = Distance(model => new LayerMagnitude(model), (recipe, trainer) => recipe.Run(trainer));
        return new Outcome(
            sparseGpt < wanda && wanda < magnitude,
            string.Create(
                CultureInfo.InvariantCulture,
                $"SparseGPT {sparseGpt:F4}, Wanda {wanda:F4}, magnitude {magnitude:F4}"
            )
        );
    }

    private static double Distance<TRecipe>(Func<OneLayer, TRecipe> compiled, Func<TRecipe, ITrainer, RecipeResult> run)
        where TRecipe : IDisposable
    {
        using DisposeScope scope = NewDisposeScope();
        random.manual_seed(1);
        using OneLayer model = new(Inputs, Outputs);
        using TRecipe recipe = compiled(model);
        Tensor mixtures = randn(Examples, Inputs / 4).mm(randn(Inputs / 4, Inputs));
        Tensor inputs = (mixtures + (randn(Examples, Inputs) * 0.3f)) * linspace(0.2, 3, Inputs);
        Tensor targets = model.call(inputs).detach();
        using SupervisedTrainer trainer = new(
            model,
            new SupervisedData(inputs, targets, inputs, targets),
            nn.MSELoss()
        );
        return run(recipe, trainer).Evaluations[^1].Loss!.Value;
    }
}
