namespace PruningRecipes;

/// <summary>
/// When the updates of an action take place: at a distance from each other, the first at <paramref name="From"/>, the last
/// exactly at <paramref name="Until"/>, whatever the distance is. Positions are in any one unit of training.
/// </summary>
/// <param name="From">The first update, 0 or more.</param>
/// <param name="Until">The last, after <paramref name="From"/>.</param>
/// <param name="Every">The distance, above 0.</param>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
readonly record struct UpdateGrid(decimal From, decimal Until, decimal Every)
{
    /// <summary>The position of an update.</summary>
    /// <param name="update">Its number, from 0; those after the last are where the last is.</param>
    public decimal At(long update) => System.Math.Min(Until, From + (update * Every));

    /// <summary>Whether there is none after an update.</summary>
    /// <param name="update">Its number.</param>
    public bool IsLast(long update) => At(update) >= Until;

    /// <summary>The number of the last update.</summary>
    public long Last => (long)decimal.Ceiling((Until - From) / Every);

    /// <summary>How far an update is on the way: 0 at the first, exactly 1 at the last.</summary>
    /// <param name="update">Its number.</param>
    public decimal Progress(long update) => (At(update) - From) / (Until - From);
}
