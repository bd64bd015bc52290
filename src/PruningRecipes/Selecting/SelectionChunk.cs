namespace PruningRecipes;

/// <summary>A part of a layer that one thread visits, and what it found there.</summary>
internal struct SelectionChunk
{
    /// <summary>Words in a chunk: large enough to make its cost small, and small enough to share a layer out.</summary>
    public const long Words = 1024;

    public int Layer;
    public WordRange Range;

    /// <summary>The first unit whose score is not a number, or -1.</summary>
    public long NotANumber;

    /// <summary>The last unit in the order of the chunk, or -1 if no unit is kept.</summary>
    public long Best;

    public ulong BestKey;

    /// <summary>How many units lie on the threshold: first those that there are, then those that are pruned.</summary>
    public long Ties;
}
