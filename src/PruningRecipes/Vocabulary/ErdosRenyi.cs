namespace PruningRecipes;

/// <summary>
/// Densities in proportion to the sum of a layer's dimensions over their product: Erdős–Rényi (Mocanu et al., 2018), and
/// with kernels (Evci et al., ICML 2020). A layer whose density would be above 1 stays dense, and the others share what
/// is left, so that the density of the whole is met.
/// </summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
static class ErdosRenyi
{
    /// <summary>The density of each layer.</summary>
    /// <param name="shapes">The shapes of the weights, output axis first.</param>
    /// <param name="density">The density of all weights together, in [0, 1].</param>
    /// <param name="withKernels">Whether the lengths of the kernels count: ERK, or ER.</param>
    /// <returns>Densities in [0, 1], in the order of the shapes.</returns>
    public static decimal[] Densities(
        System.Collections.Generic.IReadOnlyList<long[]> shapes,
        decimal density,
        bool withKernels
    )
    {
        decimal[] units = new decimal[shapes.Count];
        decimal[] densities = new decimal[shapes.Count];
        decimal budget = 0;
        decimal weight = 0;
        for (int i = 0; i < shapes.Count; i++)
        {
            units[i] = 1;
            decimal all = 1;
            decimal counted = 0;
            for (int axis = 0; axis < shapes[i].Length; axis++)
            {
                units[i] *= shapes[i][axis];
                if (withKernels || axis < 2)
                {
                    all *= shapes[i][axis];
                    counted += shapes[i][axis];
                }
            }

            densities[i] = counted / all;
            budget += density * units[i];
            weight += densities[i] * units[i];
        }

        // Each pass makes at least one more layer dense, so there are no more passes than layers.
        bool[] isDense = new bool[shapes.Count];
        bool isStable = false;
        decimal factor = 0;
        while (!isStable)
        {
            isStable = true;
            factor = weight > 0 ? budget / weight : 0;
            for (int i = 0; i < shapes.Count; i++)
            {
                if (!isDense[i] && factor * densities[i] > 1)
                {
                    isDense[i] = true;
                    isStable = false;
                    budget -= units[i];
                    weight -= densities[i] * units[i];
                }
            }
        }

        for (int i = 0; i < shapes.Count; i++)
        {
            densities[i] = isDense[i] ? 1 : System.Math.Max(0, factor * densities[i]);
        }

        return densities;
    }
}
