namespace PruningRecipes.Language;

/// <summary>The way from the text of a recipe to a checked plan for a model.</summary>
internal static class RecipeCompiler
{
    /// <summary>Reads and binds a recipe file of no project.</summary>
    public static ParsedRecipe Parse(string text, CancellationToken cancellationToken) =>
        Parse(text, new KnownScores(null), cancellationToken);

    /// <summary>Reads and binds a recipe file.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="scores">The scores that it may name.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static ParsedRecipe Parse(string text, KnownScores scores, CancellationToken cancellationToken)
    {
        RecipeSyntax syntax = YamlReader.Read(text, cancellationToken);
        if (syntax.Root is not { } root)
        {
            return new ParsedRecipe(null, syntax.Findings);
        }

        ParsedRecipe bound = RecipeBinder.Bind(root, scores, cancellationToken);
        if (!syntax.IsComplete)
        {
            // What is missing may only not have been read: nothing but the syntax error is sure.
            return bound with { Findings = syntax.Findings };
        }

        var findings = new FindingList();
        findings.AddRange(syntax.Findings);
        findings.AddRange(bound.Findings);
        return bound with { Findings = findings.ToOrderedArray() };
    }

    /// <summary>Binds a recipe that was written as attributes, of no project.</summary>
    public static ParsedRecipe Bind(MappingNode root, CancellationToken cancellationToken) =>
        Bind(root, new KnownScores(null), cancellationToken);

    /// <summary>Binds a recipe that was written as attributes.</summary>
    public static ParsedRecipe Bind(MappingNode root, KnownScores scores, CancellationToken cancellationToken) =>
        RecipeBinder.Bind(root, scores, cancellationToken);

    /// <summary>Checks a recipe against a model and plans it.</summary>
    public static CompiledRecipe Compile(ParsedRecipe recipe, ModelShape model, CancellationToken cancellationToken)
    {
        LayerChoice layers = LayerChoice.Of(recipe.Recipe?.Layers, model);
        RecipeSurface surface = SurfaceBuilder.Build(recipe.Recipe, layers);
        if (recipe.Recipe is not { } bound)
        {
            return new CompiledRecipe(surface, null, recipe.Findings);
        }

        CheckedRecipe result = Checker.Check(bound, recipe.HasErrors, model, layers, cancellationToken);
        var findings = new FindingList();
        findings.AddRange(recipe.Findings);
        findings.AddRange(result.Findings);
        RecipePlan? plan = findings.HasErrors ? null : Planner.Plan(bound, surface, model, layers, result);
        return new CompiledRecipe(surface, plan, findings.ToOrderedArray());
    }
}
