namespace PruningRecipes;

/// <summary>The control experiments: what the kept weights are set to instead of a snapshot's values.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum ReinitKind
{
    /// <summary>New draws from the layer's default initial distribution.</summary>
    Fresh,

    /// <summary>The layer's present kept values in a random order.</summary>
    Shuffle,

    /// <summary>Each weight's sign times the standard deviation of its layer's weights (Zhou et al., NeurIPS 2019).</summary>
    SignedConstant,
}
