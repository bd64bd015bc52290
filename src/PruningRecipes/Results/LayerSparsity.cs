namespace PruningRecipes;

/// <summary>How much of a layer is pruned.</summary>
/// <param name="Path">The path of the layer's weight.</param>
/// <param name="Units">All weights.</param>
/// <param name="Pruned">Those that are pruned.</param>
public sealed record LayerSparsity(string Path, long Units, long Pruned)
{
    /// <summary>The share of pruned weights, in [0, 1].</summary>
    public double Sparsity => Share(Pruned, Units);

    internal static double Share(long pruned, long units) => units == 0 ? 0 : (double)pruned / units;
}
