namespace PruningRecipes.Generator;

/// <summary>The names of the generator's steps, by which tests ask why each ran.</summary>
internal static class StepNames
{
    /// <summary>Classes with <c>[Recipe]</c>, with the shapes of their models and the recipes in their attributes.</summary>
    public const string Targets = nameof(Targets);

    /// <summary>The scores of the project's own.</summary>
    public const string Scores = nameof(Scores);

    /// <summary>Recipe files, read and bound: comments and layout are gone.</summary>
    public const string Files = nameof(Files);

    /// <summary>Each class with its recipe.</summary>
    public const string Sources = nameof(Sources);

    /// <summary>Checked and planned.</summary>
    public const string Compiled = nameof(Compiled);
}
