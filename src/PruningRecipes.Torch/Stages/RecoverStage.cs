namespace PruningRecipes.Torch;

/// <summary>What a recover stage asks for.</summary>
public sealed record RecoverStage
{
    /// <summary>How the model is repaired.</summary>
    public required RecoverKind Kind { get; init; }

    /// <summary>For <see cref="RecoverKind.Orthogonal"/>: the factor on the matrix.</summary>
    public double Gain { get; init; } = 1;

    /// <summary>How many batches are measured on; null for a kind that sees no data.</summary>
    public int? Batches { get; init; }

    /// <summary>How many examples of each class a batch has; null for batches as in training.</summary>
    public int? PerClass { get; init; }

    /// <summary>For <see cref="RecoverKind.LeastSquares"/>: the snapshot whose outputs are fitted.</summary>
    public string? Snapshot { get; init; }

    /// <summary>For <see cref="RecoverKind.LeastSquares"/>: the share of its mean that is added to the diagonal, 0 or more.</summary>
    public double Damping { get; init; } = 0.01;
}
