namespace PruningRecipes;

/// <summary>A layer among which an amount is divided by its shape.</summary>
/// <param name="Shape">The shape of its weight, output axis first.</param>
/// <param name="Units">All its units.</param>
/// <param name="Kept">Those that are kept.</param>
/// <param name="Protected">Those that have to be.</param>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
readonly record struct AllocatedLayer(
    System.Collections.Generic.IReadOnlyList<long> Shape,
    long Units,
    long Kept,
    long Protected
);

/// <summary>
/// How the units that are kept in all are divided by the shapes of the layers: <see cref="Allocation.Erk"/>,
/// <see cref="Allocation.Er"/> and <see cref="Allocation.UniformPlus"/>. What is pruned stays pruned and what is protected
/// stays kept; the other layers share the difference, so that the total is met.
/// </summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
static class LayerAllocation
{
    /// <summary>The density of the last layer under <see cref="Allocation.UniformPlus"/> (Gale et al., 2019).</summary>
    private const decimal LeastOfLast = 0.2m;

    /// <summary>What each layer may keep, and in proportion to what; under other allocations the bounds alone count.</summary>
    public static LayerShare[] Shares(
        Allocation allocation,
        System.Collections.Generic.IReadOnlyList<AllocatedLayer> layers
    )
    {
        var shares = new LayerShare[layers.Count];
        for (int i = 0; i < shares.Length; i++)
        {
            AllocatedLayer layer = layers[i];
            long least = layer.Protected;
            decimal weight = layer.Units;
            if (allocation is Allocation.Erk or Allocation.Er)
            {
                weight *= ErdosRenyi.Ratio(layer.Shape, withKernels: allocation == Allocation.Erk);
            }
            else if (allocation == Allocation.UniformPlus && i == 0 && layer.Shape.Count > 2)
            {
                least = layer.Units;
            }
            else if (allocation == Allocation.UniformPlus && i == shares.Length - 1)
            {
                least = System.Math.Max(least, (long)decimal.Ceiling(LeastOfLast * layer.Units));
            }

            shares[i] = new LayerShare(weight, System.Math.Min(least, layer.Kept), layer.Kept);
        }

        return shares;
    }
}
