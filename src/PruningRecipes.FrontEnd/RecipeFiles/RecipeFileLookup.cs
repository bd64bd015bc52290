using System.Collections.Immutable;

namespace PruningRecipes.FrontEnd;

/// <summary>Which of a project's files <c>[Recipe&lt;TModel&gt;("name")]</c> means: one rule for the generator and the analyzers.</summary>
internal static class RecipeFileLookup
{
    public const string Extension = ".recipe.yaml";

    public static bool IsRecipeFile(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The recipe files whose path ends with <paramref name="name"/>, whole segments only, in ordinal order.</summary>
    /// <param name="name">What the attribute says; either slash separates segments.</param>
    /// <param name="paths">The project's additional files; those that are no recipes are passed over.</param>
    /// <returns>One path where the name is good; none or several where it is not.</returns>
    public static ImmutableArray<string> Find(string name, IEnumerable<string> paths)
    {
        string suffix = Normalize(name);
        if (suffix.Length == 0)
        {
            return [];
        }

        return
        [
            .. paths
                .Where(path => IsRecipeFile(path) && EndsWithSegments(Normalize(path), suffix))
                .Distinct(StringComparer.Ordinal)
                .OrderBy(path => path, StringComparer.Ordinal),
        ];
    }

    /// <summary>The last segment of a path.</summary>
    public static string FileName(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    private static bool EndsWithSegments(string path, string suffix) =>
        path.EndsWith(suffix, StringComparison.Ordinal)
        && (path.Length == suffix.Length || path[path.Length - suffix.Length - 1] == '/');

    private static string Normalize(string path)
    {
        string normalized = path.Trim().Replace('\\', '/');
        while (normalized.StartsWith("./", StringComparison.Ordinal))
        {
            normalized = normalized.Substring(2);
        }

        return normalized;
    }
}
