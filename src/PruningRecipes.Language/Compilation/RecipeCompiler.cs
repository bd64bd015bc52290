namespace PruningRecipes.Language;

/// <summary>The way from the text of a recipe to a checked plan for a model.</summary>
internal static class RecipeCompiler
{
    /// <summary>Reads and binds a recipe file.</summary>
    public static ParsedRecipe Parse(string text, CancellationToken cancellationToken) => new(null, []);

    /// <summary>Binds a recipe that was written as attributes.</summary>
    public static ParsedRecipe Bind(MappingNode root, CancellationToken cancellationToken) => new(null, []);

    /// <summary>Checks a recipe against a model and plans it.</summary>
    public static CompiledRecipe Compile(
        ParsedRecipe recipe,
        ModelShape model,
        CancellationToken cancellationToken
    ) => new(new RecipeSurface("", "", [], [], [], [], 0, 0), null, recipe.Findings);
}
