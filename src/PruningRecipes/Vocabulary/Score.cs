namespace PruningRecipes;

/// <summary>How the saliency of a weight is measured: the weights with the lowest scores are pruned.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum Score
{
    /// <summary>The absolute value of the weight (Han et al., NeurIPS 2015).</summary>
    Magnitude,

    /// <summary>A uniform random number from the recipe's seed: the control that every other score has to beat.</summary>
    Random,
}
