using PruningRecipes;
using PruningRecipes.Torch;
using static TorchSharp.torch;

namespace Reproduction;

[Recipe<OneLayer>("cubic-ramp.recipe.yaml")]
public sealed partial class CubicRamp;

/// <summary>The sparsities of a ramp, as measured between the steps of a training.</summary>
internal sealed record GradualSchedule()
    : Claim(
        "gradual-schedule",
        "The sparsities of a cubic ramp from 0 to 90% in ten steps, of a layer of 10,000 weights",
        "Zhu and Gupta, 2017: the formula",
        "0.0000 0.2439 0.4392 0.5913 0.7056 0.7875 0.8424 0.8757 0.8928 0.8991 0.9000",
        "equal to the digit",
        ClaimKind.Exact,
        DataSet.None,
        IsQuick: true
    )
{
    public override Outcome Run(Laboratory laboratory)
    {
        using OneLayer model = new(100, 100);
        using CubicRamp recipe = new(model);
        using SupervisedTrainer trainer = new(model, Laboratory.Noise(10, 100), nn.CrossEntropyLoss());
        RecipeResult result = recipe.Run(trainer);
        string ours = Figures.List(result.Evaluations.Select(evaluation => evaluation.Sparsity!.Value), "F4");
        return new Outcome(ours == Published, ours);
    }
}
