using PruningRecipes;

namespace Reproduction;

[Recipe<LeNet300>("erdos-renyi-kernel.recipe.yaml")]
public sealed partial class KernelDensitiesOfLeNet300;

[Recipe<LeNet5Caffe>("erdos-renyi-kernel.recipe.yaml")]
public sealed partial class KernelDensitiesOfLeNet5;

[Recipe<LeNet5Caffe>("erdos-renyi.recipe.yaml")]
public sealed partial class DensitiesOfLeNet5;

/// <summary>Layers that would be more than dense are dense, and the others share the rest.</summary>
internal sealed record ErdosRenyiDensities()
    : Claim(
        "erdos-renyi-densities",
        "The sparsity of each layer under ERK and, the last one, ER: LeNet-300-100 at 80, 90, 95 and 98%, LeNet-5-Caffe at 90, 95, 99 and 95%",
        "Evci et al., ICML 2020; Mocanu et al., 2018: the formula",
        ".8378 .5306 0, .9204 .7698 0, .9615 .8887 .0815, .9846 .9555 .6326; 0 .9129 .9116 0, .2739 .9625 .9619 0, .8611 .9928 .9927 .7714; 0 .5866 .9808 .3976",
        "each layer within a weight of it",
        ClaimKind.Exact,
        DataSet.None,
        IsQuick: true
    )
{
    /// <summary>Half of the last digit that is given.</summary>
    private const double Digits = 5e-5;

    public override Outcome Run(Laboratory laboratory)
    {
        (IReadOnlyList<LayerSparsity> Ours, double[] Published)[] cases =
        [
            (KernelsOfLeNet300(0.8m), [0.8378, 0.5306, 0]),
            (KernelsOfLeNet300(0.9m), [0.9204, 0.7698, 0]),
            (KernelsOfLeNet300(0.95m), [0.9615, 0.8887, 0.0815]),
            (KernelsOfLeNet300(0.98m), [0.9846, 0.9555, 0.6326]),
            (KernelsOfLeNet5(0.9m), [0, 0.9129, 0.9116, 0]),
            (KernelsOfLeNet5(0.95m), [0.2739, 0.9625, 0.9619, 0]),
            (KernelsOfLeNet5(0.99m), [0.8611, 0.9928, 0.9927, 0.7714]),
            (OfLeNet5(0.95m), [0, 0.5866, 0.9808, 0.3976]),
        ];
        return new Outcome(
            cases.All(one => one.Ours.Zip(one.Published, IsWithinAWeight).All(holds => holds)),
            string.Join(", ", cases.Select(one => Figures.List(one.Ours.Select(layer => layer.Sparsity), "0.####")))
        );
    }

    private static bool IsWithinAWeight(LayerSparsity ours, double published) =>
        Math.Abs(ours.Pruned - (published * ours.Units)) <= 1 + (Digits * ours.Units);

    private static IReadOnlyList<LayerSparsity> KernelsOfLeNet300(Ratio sparsity)
    {
        using LeNet300 model = new();
        using KernelDensitiesOfLeNet300 recipe = new(model, new() { Sparsity = sparsity });
        recipe.Prune();
        return recipe.Masks.All.ToFigures();
    }

    private static IReadOnlyList<LayerSparsity> KernelsOfLeNet5(Ratio sparsity)
    {
        using LeNet5Caffe model = new();
        using KernelDensitiesOfLeNet5 recipe = new(model, new() { Sparsity = sparsity });
        recipe.Prune();
        return recipe.Masks.All.ToFigures();
    }

    private static IReadOnlyList<LayerSparsity> OfLeNet5(Ratio sparsity)
    {
        using LeNet5Caffe model = new();
        using DensitiesOfLeNet5 recipe = new(model, new() { Sparsity = sparsity });
        recipe.Prune();
        return recipe.Masks.All.ToFigures();
    }
}
