namespace PruningRecipes;

/// <summary>What a snapshot holds.</summary>
[System.Flags]
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum SnapshotContents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Every parameter, prunable or not.</summary>
    Weights = 1,

    /// <summary>Every buffer, such as the running statistics of a batch norm.</summary>
    Buffers = 2,

    /// <summary>The state of the optimizer: moments and step counts.</summary>
    Optimizer = 4,
}
