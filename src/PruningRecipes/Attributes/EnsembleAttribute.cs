namespace PruningRecipes;

/// <summary>
/// Trains on, measures the distribution of each parameter meanwhile, and draws networks from it (Liu et al., 2018).
/// <see cref="Collect"/> must be set; without an optimizer, that of the training before goes on.
/// </summary>
/// <param name="members">How many networks are drawn: a whole number or a parameter.</param>
public sealed class EnsembleAttribute(object members) : OptimizerStageAttribute
{
    /// <summary>How many networks are drawn.</summary>
    public object Members { get; } = members;

    /// <summary>How long the training goes on meanwhile, such as <c>"1 epochs"</c>.</summary>
    public string? Collect { get; set; }

    /// <summary>The factor on the standard deviations, 0 for the mean network; 1 where it is not set.</summary>
    public object? Scale { get; set; }

    /// <summary>
    /// How many batches the running statistics of each member's batch norms are measured on, a whole number or a parameter;
    /// where it is not set, they are those of the mean.
    /// </summary>
    public object? Batches { get; set; }

    /// <summary>
    /// Beside <see cref="Batches"/>: how many examples of each class a batch has, a whole number or a parameter; as in training
    /// where it is not set.
    /// </summary>
    public object? PerClass { get; set; }
}
