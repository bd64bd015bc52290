namespace PruningRecipes.Language;

/// <summary>What of each layer is never pruned.</summary>
/// <param name="PerLayer">So many units.</param>
/// <param name="MinKeep">And so great a share of them.</param>
internal readonly record struct Protection(long PerLayer, decimal MinKeep)
{
    /// <summary>Without a word about it: no layer is emptied.</summary>
    public static Protection Default => new(1, 0);

    public static Protection None => default;

    /// <summary>How many of a layer's units are kept at least.</summary>
    public long Kept(long units) => Math.Min(units, Math.Max(PerLayer, (long)decimal.Ceiling(MinKeep * units)));
}
