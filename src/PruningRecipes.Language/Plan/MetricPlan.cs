namespace PruningRecipes.Language;

/// <summary>A metric with its options; those that it does not have are empty.</summary>
/// <param name="Metric">Which.</param>
internal sealed record MetricPlan(Metric Metric)
{
    /// <summary>How many batches of the held-out data; null for all, or for none.</summary>
    public Operand? Batches { get; init; }

    /// <summary>The greatest noise on each input, one measurement for each.</summary>
    public EquatableArray<Operand> Epsilons { get; init; } = [];

    /// <summary>How often noise is drawn for each input.</summary>
    public Operand Draws { get; init; }

    /// <summary>The words of the corruptions.</summary>
    public EquatableArray<string> Corruptions { get; init; } = [];

    /// <summary>How strong they are, one measurement for each.</summary>
    public EquatableArray<Operand> Severities { get; init; } = [];

    /// <summary>By how much the error may be above that of the parent.</summary>
    public Operand Gate { get; init; }

    /// <summary>The snapshot of the network that is compared with; null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>How many inputs are passed at once.</summary>
    public Operand BatchSize { get; init; }

    /// <summary>How many passes are timed.</summary>
    public Operand Runs { get; init; }
}
