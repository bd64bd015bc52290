namespace PruningRecipes;

/// <summary>What an evaluate stage measures.</summary>
[System.Flags]
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum Metric
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The share of right answers on the held-out data.</summary>
    Accuracy = 1,

    /// <summary>The mean loss on the held-out data.</summary>
    Loss = 2,

    /// <summary>The share of pruned weights, in all and per layer.</summary>
    Sparsity = 4,
}
