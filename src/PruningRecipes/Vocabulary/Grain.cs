namespace PruningRecipes;

/// <summary>The unit that is pruned or kept as a whole.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum Grain
{
    /// <summary>A single weight: unstructured pruning.</summary>
    Weight,
}
