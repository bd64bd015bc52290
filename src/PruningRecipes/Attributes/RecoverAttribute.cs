namespace PruningRecipes;

/// <summary>Repairs what pruning has damaged, without training; pruned weights stay zero.</summary>
/// <param name="kind">How.</param>
public sealed class RecoverAttribute(RecoverKind kind) : StageAttribute
{
    /// <summary>How.</summary>
    public RecoverKind Kind { get; } = kind;

    /// <summary>
    /// For <see cref="RecoverKind.Orthogonal"/>: the factor on the matrix, above 0, such as 1.414 before ReLU; 1 where it is
    /// not set.
    /// </summary>
    public object? Gain { get; set; }

    /// <summary>
    /// For kinds that see data: how many batches of the training data, a whole number or a parameter; those of
    /// <see cref="DataAttribute"/> where it is not set.
    /// </summary>
    public object? Batches { get; set; }

    /// <summary>
    /// Beside <see cref="Batches"/>: how many examples of each class a batch has, a whole number or a parameter; as in training
    /// where it is not set.
    /// </summary>
    public object? PerClass { get; set; }

    /// <summary>
    /// For <see cref="RecoverKind.LeastSquares"/>, where it must be set: the snapshot whose weights give the outputs that
    /// the kept weights are fitted to.
    /// </summary>
    public string? Snapshot { get; set; }

    /// <summary>
    /// For <see cref="RecoverKind.LeastSquares"/>: the share of its mean that is added to the diagonal of the normal
    /// equations, 0 or more; 0.01 where it is not set.
    /// </summary>
    public object? Damping { get; set; }
}
