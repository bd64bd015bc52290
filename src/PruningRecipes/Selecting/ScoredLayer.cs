namespace PruningRecipes;

/// <summary>A layer in a ranking.</summary>
/// <param name="Path">Its path, for messages.</param>
/// <param name="Mask">Its mask: pruned units are not ranked, and those that are selected become pruned.</param>
/// <param name="Scores">The saliency of its units.</param>
public readonly record struct ScoredLayer(string Path, BitMask Mask, ScoreView Scores)
{
    /// <summary>How many of its units are never taken: the last ones in the order.</summary>
    public long Protected { get; init; } = 1;
}
