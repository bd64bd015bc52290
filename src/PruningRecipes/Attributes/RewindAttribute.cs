namespace PruningRecipes;

/// <summary>Sets the kept weights to a snapshot's values; pruned weights stay zero, the optimizer starts afresh.</summary>
/// <param name="to">The snapshot's name.</param>
public sealed class RewindAttribute(string to) : StageAttribute
{
    /// <summary>The snapshot's name.</summary>
    public string To { get; } = to;

    /// <summary>What is brought back; the weights and buffers that the snapshot holds where it is not set.</summary>
    public RewindContents What { get; set; }
}
