namespace PruningRecipes.Torch;

/// <summary>What a prune stage asks for.</summary>
public sealed record PruneStage
{
    /// <summary>How saliency is measured.</summary>
    public required Score Score { get; init; }

    /// <summary>What is pruned as a whole.</summary>
    public Grain Grain { get; init; } = Grain.Weight;

    /// <summary>How the amount is divided among the layers.</summary>
    public Allocation Allocation { get; init; } = Allocation.Layer;

    /// <summary>What the amount stands for.</summary>
    public required AmountKind AmountKind { get; init; }

    /// <summary>How much.</summary>
    public required decimal Amount { get; init; }
}
