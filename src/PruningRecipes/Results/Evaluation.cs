namespace PruningRecipes;

/// <summary>What an evaluate stage measured, or a train stage on its way.</summary>
public sealed record Evaluation
{
    /// <summary>The name that the recipe gives it; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The stage's number.</summary>
    public required int Stage { get; init; }

    /// <summary>For a measure on the way of a training: the optimizer steps taken before it; null for an evaluate stage.</summary>
    public long? Step { get; init; }

    /// <summary>The rounds of the repeats around the stage, from 1, the outermost first.</summary>
    public IReadOnlyList<int> Rounds { get; init; } = [];

    /// <summary>The share of right answers on the held-out data, in [0, 1]; null if it was not asked for.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The mean loss on the held-out data; null if it was not asked for.</summary>
    public double? Loss { get; init; }

    /// <summary>The share of pruned weights, in [0, 1]; null if it was not asked for.</summary>
    public double? Sparsity { get; init; }

    /// <summary>The figures of each layer; empty if the sparsity was not asked for.</summary>
    public IReadOnlyList<LayerSparsity> Layers { get; init; } = [];

    /// <summary>The operations of a forward pass over one example; null if they were not asked for.</summary>
    public OperationCount? Flops { get; init; }
}
