using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>The scores of a project as its recipes may name them, in the order of their names.</summary>
internal static class ProjectScores
{
    /// <summary>Those that code can be generated for. Of several of one name it would be anyone's guess which.</summary>
    /// <param name="scores">Those that are right on their own.</param>
    public static EquatableArray<CustomScore> Callable(IEnumerable<CustomScore> scores) =>
        scores
            .GroupBy(score => score.Name, StringComparer.Ordinal)
            .Where(group => !group.Skip(1).Any())
            .SelectMany(group => group)
            .OrderBy(score => score.Name, StringComparer.Ordinal)
            .ToEquatableArray();

    /// <summary>
    /// Those that recipes are checked with: also what is wrong, for that is said at the method, and not again in each recipe.
    /// </summary>
    /// <param name="scores">All scores.</param>
    public static EquatableArray<CustomScore> Named(IEnumerable<CustomScore> scores) =>
        scores
            .Where(score => !Words.TryParse(score.Name, out Score _))
            .OrderBy(score => score.Name, StringComparer.Ordinal)
            .ThenBy(score => score.Method, StringComparer.Ordinal)
            .GroupBy(score => score.Name, StringComparer.Ordinal)
            .Select(group => group.First())
            .ToEquatableArray();
}
