namespace PruningRecipes;

/// <summary>
/// Densities in proportion to the sum of a layer's dimensions over their product: Erdős–Rényi (Mocanu et al., 2018), and
/// with kernels (Evci et al., ICML 2020).
/// </summary>
internal static class ErdosRenyi
{
    /// <summary>What the density of a layer is in proportion to.</summary>
    /// <param name="shape">The shape of the weight, output axis first.</param>
    /// <param name="withKernels">Whether the lengths of the kernel count: ERK, or ER.</param>
    public static decimal Ratio(System.Collections.Generic.IReadOnlyList<long> shape, bool withKernels)
    {
        decimal product = 1;
        decimal sum = 0;
        for (int axis = 0; axis < shape.Count; axis++)
        {
            if (withKernels || axis < 2)
            {
                product *= shape[axis];
                sum += shape[axis];
            }
        }

        return product == 0 ? 0 : sum / product;
    }
}
