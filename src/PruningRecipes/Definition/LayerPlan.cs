namespace PruningRecipes;

/// <summary>A layer to prune, with what its rule asks for.</summary>
/// <param name="Path">The path of its weight among the model's parameters, such as <c>fc1.weight</c>.</param>
/// <param name="Shape">The dimensions of the weight; -1 for one that the compiler did not know.</param>
public sealed record LayerPlan(string Path, IReadOnlyList<long> Shape)
{
    /// <summary>The factor on what a prune stage asks of this layer under <see cref="Allocation.Layer"/>.</summary>
    public decimal Scale { get; init; } = 1m;

    /// <summary>
    /// The layer's own target, in [0, 1), in place of what a stage asks under <see cref="Allocation.Layer"/>; null for none.
    /// </summary>
    public decimal? Sparsity { get; init; }

    /// <summary>The layer's own grain, in place of the stage's; null for none.</summary>
    public GrainSpec? Grain { get; init; }
}
