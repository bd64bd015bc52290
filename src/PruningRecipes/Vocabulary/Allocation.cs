namespace PruningRecipes;

/// <summary>How an amount to prune is divided among the layers.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum Allocation
{
    /// <summary>The same ratio in each layer, or what the layer's rule asks for.</summary>
    Layer,

    /// <summary>One ranking over the weights of all layers.</summary>
    Global,
}
