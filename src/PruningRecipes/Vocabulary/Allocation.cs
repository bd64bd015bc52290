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

    /// <summary>Erdős–Rényi densities, kernels included (Evci et al., ICML 2020).</summary>
    Erk,

    /// <summary>Erdős–Rényi densities by channels (Mocanu et al., 2018).</summary>
    Er,

    /// <summary>As <see cref="Layer"/>, but the first convolution stays dense and the last layer at most 80% sparse (Gale et al., 2019).</summary>
    UniformPlus,
}
