namespace PruningRecipes;

/// <summary>Trains the linear layers in closed form, without gradients; pruned weights stay zero.</summary>
/// <param name="kind">What is solved.</param>
public sealed class FitAttribute(FitKind kind) : StageAttribute
{
    /// <summary>What is solved.</summary>
    public FitKind Kind { get; } = kind;

    /// <summary>What is added to the diagonal of the normal equations, above 0; 0.3 where it is not set.</summary>
    public object? Regularization { get; set; }

    /// <summary>
    /// For <see cref="FitKind.Manifold"/>: how often all layers are solved in turn, a whole number or a parameter; 50 where
    /// it is not set.
    /// </summary>
    public object? Epochs { get; set; }

    /// <summary>
    /// For <see cref="FitKind.Manifold"/>: how often the decision layer is solved in an epoch, a whole number or a
    /// parameter; 5 where it is not set.
    /// </summary>
    public object? Iterations { get; set; }

    /// <summary>
    /// For <see cref="FitKind.Manifold"/>: the share of the examples, those that fit best, that the decision layer sees;
    /// 90% where it is not set.
    /// </summary>
    public object? Active { get; set; }

    /// <summary>How many batches of the training data it sees, a whole number or a parameter; all where it is not set.</summary>
    public object? Batches { get; set; }

    /// <summary>
    /// Beside <see cref="Batches"/>: how many examples of each class a batch has, a whole number or a parameter; as in training
    /// where it is not set.
    /// </summary>
    public object? PerClass { get; set; }
}
