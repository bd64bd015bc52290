namespace PruningRecipes;

/// <summary>What of each layer is never pruned.</summary>
/// <param name="PerLayer">So many units.</param>
/// <param name="MinKeep">And so great a share of them.</param>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
readonly record struct Protection(long PerLayer, decimal MinKeep)
{
    /// <summary>Without a word about it: no layer is emptied.</summary>
    public static Protection Default => new(1, 0);

    /// <summary>Nothing is protected: a layer may be emptied.</summary>
    public static Protection None => default;

    /// <summary>How many of a layer's units are kept at least.</summary>
    /// <param name="units">All units of the layer.</param>
    public long Kept(long units) =>
        System.Math.Min(units, System.Math.Max(PerLayer, (long)decimal.Ceiling(MinKeep * units)));
}
