using PruningRecipes;
using PruningRecipes.Torch;

namespace Reproduction;

[Recipe<LeNet300>("rigged-static.recipe.yaml")]
public sealed partial class RiggedStatic;

[Recipe<LeNet300>("rigged-set.recipe.yaml")]
public sealed partial class RiggedSet;

[Recipe<LeNet300>("rigged-rigl.recipe.yaml")]
public sealed partial class RiggedRigl;

/// <summary>Connections that grow where the gradients are greatest.</summary>
internal sealed record RiggedTopology()
    : Claim(
        "rigged-topology",
        "LeNet-300-100 at 98% sparsity, densities by ERK: RigL is at least as good as SET, and SET as connections that stay: 10,000 images, 15 epochs",
        "Evci et al., ICML 2020, and the authors' MNIST script",
        "RigL above SET above static",
        "the same order (means)",
        ClaimKind.Trend,
        DataSet.Mnist
    )
{
    private const int Images = 10_000;
    private const int Epochs = 15;

    public override Outcome Run(Laboratory laboratory)
    {
        SupervisedData data = laboratory.Tensors(Data, most: Images);
        IReadOnlyList<double> stays = laboratory
            .Repeat(
                data,
                (LeNet300 model) => new RiggedStatic(model, new() { Epochs = Epochs }),
                (recipe, trainer, options) => recipe.Run(trainer, options)
            )
            .LastAccuracies();
        IReadOnlyList<double> set = laboratory
            .Repeat(
                data,
                (LeNet300 model) => new RiggedSet(model, new() { Epochs = Epochs }),
                (recipe, trainer, options) => recipe.Run(trainer, options)
            )
            .LastAccuracies();
        IReadOnlyList<double> rigl = laboratory
            .Repeat(
                data,
                (LeNet300 model) => new RiggedRigl(model, new() { Epochs = Epochs }),
                (recipe, trainer, options) => recipe.Run(trainer, options)
            )
            .LastAccuracies();
        return new Outcome(
            rigl.Average() >= set.Average() && set.Average() >= stays.Average(),
            $"RigL {Figures.Spread(rigl)}, SET {Figures.Spread(set)}, static {Figures.Spread(stays)}"
        );
    }
}
