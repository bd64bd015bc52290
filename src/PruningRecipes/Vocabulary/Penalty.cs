namespace PruningRecipes;

/// <summary>What can be added to the loss of a training.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum Penalty
{
    /// <summary>An l2 penalty that grows on what is to be pruned (GReg: Wang et al., ICLR 2021).</summary>
    GrowingL2,

    /// <summary>An l1 penalty on the scales of batch norms (Liu et al., ICCV 2017).</summary>
    Slimming,

    /// <summary>A growing penalty on the correlation of kept and pruned filters (TPP: Wang and Fu, ICLR 2023).</summary>
    Decorrelate,
}
