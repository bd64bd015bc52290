namespace PruningRecipes;

/// <summary>What a rewind brings back: what a snapshot holds, and where it was saved.</summary>
[System.Flags]
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum RewindContents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Every parameter, prunable or not.</summary>
    Weights = SnapshotContents.Weights,

    /// <summary>Every buffer, such as the running statistics of a batch norm.</summary>
    Buffers = SnapshotContents.Buffers,

    /// <summary>The state of the optimizer: moments and step counts.</summary>
    Optimizer = SnapshotContents.Optimizer,

    /// <summary>The place in the learning-rate schedule, from which the next training goes on.</summary>
    Schedule = 8,
}
