namespace PruningRecipes;

/// <summary>How an amount grows over the rounds of a stage, or over a training.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum Curve
{
    /// <summary>The share that is kept falls by the same factor in each round (Tanaka et al., NeurIPS 2020).</summary>
    Exponential,

    /// <summary>The same amount in each round.</summary>
    Linear,

    /// <summary>Much at first, little at the end (Zhu and Gupta, 2017).</summary>
    Cubic,
}
