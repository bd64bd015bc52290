namespace PruningRecipes;

/// <summary>How the fraction of exchanged weights falls over a training.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum FractionDecay
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls along half a cosine to zero.</summary>
    Cosine,

    /// <summary>It falls along a line to zero.</summary>
    Linear,
}
