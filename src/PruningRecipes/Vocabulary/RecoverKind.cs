namespace PruningRecipes;

/// <summary>What repairs a network after pruning, without training.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum RecoverKind
{
    /// <summary>The kept weights of each layer become the orthogonal factor of themselves (Wang et al., 2021).</summary>
    Orthogonal,

    /// <summary>The kept weights are fitted to the outputs that a snapshot's weights give (Luo et al., ICCV 2017).</summary>
    LeastSquares,

    /// <summary>The running statistics of batch norms are measured anew.</summary>
    Batchnorm,
}
