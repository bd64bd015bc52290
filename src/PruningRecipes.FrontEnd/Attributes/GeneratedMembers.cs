namespace PruningRecipes.FrontEnd;

/// <summary>The members that the compiler adds to a recipe class whatever the recipe, and its stages' plain names.</summary>
internal static class GeneratedMembers
{
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal)
    {
        "AfterOptimizerStep",
        "Attach",
        "BeforeOptimizerStep",
        "Dispose",
        "LayerMasks",
        "Masks",
        "Parameters",
        "Prune",
        "RecipeParameters",
        "Reinit",
        "Run",
        "_run",
        "s_definition",
    };

    public static bool Contains(string name) => s_names.Contains(name);
}
