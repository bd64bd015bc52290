namespace PruningRecipes;

/// <summary>How masks are learned while the weights stay as they are.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum SearchKind
{
    /// <summary>The weights with the highest learned scores of each layer (Ramanujan et al., CVPR 2020).</summary>
    EdgePopup,

    /// <summary>Each weight with a learned probability (Zhou et al., NeurIPS 2019).</summary>
    Supermask,
}
