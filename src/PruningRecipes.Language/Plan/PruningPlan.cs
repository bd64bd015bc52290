namespace PruningRecipes.Language;

/// <summary>What is pruned, by what, and how much: the same for a stage and for an action of training.</summary>
/// <param name="Score">How saliency is measured; null for a score of the project's own.</param>
/// <param name="Grain">What is pruned as a whole.</param>
/// <param name="Allocation">How the amount is divided.</param>
/// <param name="AmountKind">What the amount stands for.</param>
/// <param name="Amount">How much, at the end.</param>
internal sealed record PruningPlan(
    Score? Score,
    GrainSpec Grain,
    Allocation Allocation,
    AmountKind AmountKind,
    Operand Amount
)
{
    /// <summary>The project's own score that measures it; null for one of the language's.</summary>
    public CustomScore? Custom { get; init; }

    /// <summary>What of each layer is never pruned.</summary>
    public Protection Protection { get; init; } = Protection.Default;

    /// <summary>How often it is scored and pruned within the stage.</summary>
    public Operand Rounds { get; init; } = Operand.Of(1);

    /// <summary>How the amount grows on the way.</summary>
    public Curve Curve { get; init; }

    /// <summary>Whether what is pruned may return between the rounds.</summary>
    public bool Recovers { get; init; }

    /// <summary>The data that the score sees; null for one that needs none.</summary>
    public DataPlan? Data { get; init; }

    /// <summary>What the outputs are divided by.</summary>
    public Operand Temperature { get; init; } = Operand.Of(1);

    /// <summary>The snapshot that the score compares with; null for one that needs none.</summary>
    public string? Snapshot { get; init; }

    /// <summary>Whether weights whose sign differs from the snapshot's are pruned first.</summary>
    public bool IsSameSign { get; init; }
}
