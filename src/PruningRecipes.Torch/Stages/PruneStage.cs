namespace PruningRecipes.Torch;

/// <summary>What a prune stage asks for.</summary>
public sealed record PruneStage
{
    /// <summary>How saliency is measured, where no score of one's own measures it.</summary>
    public Score Score { get; init; }

    /// <summary>The score of one's own that measures saliency in place of <see cref="Score"/>; null for none.</summary>
    public CustomScore? Custom { get; init; }

    /// <summary>What is pruned as a whole.</summary>
    public GrainSpec Grain { get; init; } = PruningRecipes.Grain.Weight;

    /// <summary>How the amount is divided among the layers.</summary>
    public Allocation Allocation { get; init; } = Allocation.Layer;

    /// <summary>What the amount stands for.</summary>
    public required AmountKind AmountKind { get; init; }

    /// <summary>How much.</summary>
    public required decimal Amount { get; init; }

    /// <summary>What of each layer is never pruned; its last unit where nothing else is said.</summary>
    public Protection Protection { get; init; } = Protection.Default;

    /// <summary>How often it is scored and pruned within the stage.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>How the amount grows over the rounds.</summary>
    public Curve Curve { get; init; } = Curve.Exponential;

    /// <summary>Whether what is pruned may return between the rounds.</summary>
    public bool Recovers { get; init; }

    /// <summary>How many batches of data the score sees; null for one that needs none.</summary>
    public int? Batches { get; init; }

    /// <summary>How many examples of each class a batch has; null for batches as in training.</summary>
    public int? PerClass { get; init; }

    /// <summary>What the score <see cref="Score.Grasp"/> divides the outputs by, above 0.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>The snapshot that the score compares with; null for one that needs none.</summary>
    public string? Snapshot { get; init; }

    /// <summary>Whether weights whose sign differs from the snapshot's are pruned first.</summary>
    public bool IsSameSign { get; init; }
}
