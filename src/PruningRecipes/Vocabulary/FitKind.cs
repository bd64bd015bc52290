namespace PruningRecipes;

/// <summary>How linear layers are trained in closed form.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum FitKind
{
    /// <summary>Ridge regressions below a decision layer on a flexible Stiefel manifold (Zhang et al., TPAMI 2023).</summary>
    Manifold,

    /// <summary>A ridge regression for each layer.</summary>
    Ridge,
}
