namespace PruningRecipes;

/// <summary>Which pruned weights return when weights are exchanged.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum Growth
{
    /// <summary>Any, uniformly (SET: Mocanu et al., 2018).</summary>
    Random,

    /// <summary>Those with the greatest gradients (RigL: Evci et al., ICML 2020).</summary>
    Gradient,

    /// <summary>Those with the greatest momentum of gradients (SNFS: Dettmers and Zettlemoyer, 2019).</summary>
    Momentum,
}
