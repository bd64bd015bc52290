namespace PruningRecipes.SideBySide;

/// <summary>Medians of one contender on one set with one number of threads; null is what it cannot do.</summary>
internal sealed record Figures
{
    public required string Contender { get; init; }

    public required string Set { get; init; }

    public required int Threads { get; init; }

    /// <summary>Seconds for a global mask.</summary>
    public double? Mask { get; init; }

    /// <summary>Seconds to keep the masks of the weights, all of which the optimizer has moved.</summary>
    public double? KeepWeights { get; init; }

    /// <summary>Seconds to keep those of weights, gradients and momentum.</summary>
    public double? KeepAll { get; init; }

    /// <summary>Seconds around a step of training: gradients before it; the weights after it.</summary>
    public double? Training { get; init; }

    public double? Snapshot { get; init; }

    public double? Rewind { get; init; }

    /// <summary>The most memory beyond the weights that making the masks took.</summary>
    public long? ExtraBytes { get; init; }
}
