namespace PruningRecipes;

/// <summary>
/// The multiplications and additions of a forward pass over one example, in the layers that a recipe prunes: what the masks
/// leave of them, by count, whether or not an implementation passes over zeros. Biases, norms and activations do not count.
/// </summary>
/// <param name="Layers">The figures of each layer.</param>
public sealed record OperationCount(IReadOnlyList<LayerOperations> Layers)
{
    /// <summary>The operations with all weights.</summary>
    public long Dense => Layers.Sum(layer => layer.Dense);

    /// <summary>The operations with the weights that are kept.</summary>
    public long Kept => Layers.Sum(layer => layer.Kept);

    /// <summary>The share of the operations that is left, in [0, 1].</summary>
    public double Remaining => Dense == 0 ? 1 : (double)Kept / Dense;
}
