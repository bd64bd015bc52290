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

    /// <summary>The multiplications and additions of a forward pass.</summary>
    Flops = 8,

    /// <summary>The mean singular value of the Jacobian of the outputs by the inputs.</summary>
    Isometry = 16,

    /// <summary>The accuracy under uniform noise on the inputs.</summary>
    Noise = 32,

    /// <summary>The accuracy on corrupted images.</summary>
    Corruptions = 64,

    /// <summary>The greatest sparsity at which the error stays near that of the parent.</summary>
    Potential = 128,

    /// <summary>How far the outputs are from those of the parent.</summary>
    Distance = 256,

    /// <summary>The time of a forward pass.</summary>
    Latency = 512,
}
