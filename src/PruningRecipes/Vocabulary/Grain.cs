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

    /// <summary>N of M: keeps N of M consecutive input channels.</summary>
    NOfM,

    /// <summary>Blocks of R rows and C columns of the weight as a matrix, output axis first.</summary>
    Block,

    /// <summary>The kernels of a convolution: one for each pair of output and input channel.</summary>
    Kernel,

    /// <summary>Output channels.</summary>
    Filter,

    /// <summary>Input channels.</summary>
    Channel,

    /// <summary>Rows of the weight as a matrix, output axis first.</summary>
    Row,

    /// <summary>Columns of the weight as a matrix, output axis first.</summary>
    Column,

    /// <summary>Attention heads.</summary>
    Head,
}
