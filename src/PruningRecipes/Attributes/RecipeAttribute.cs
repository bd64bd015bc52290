namespace PruningRecipes;

/// <summary>
/// Makes a partial class the compiled form of a recipe for a model. The recipe stands in a <c>*.recipe.yaml</c> file of
/// the project, or in the attributes that follow.
/// </summary>
/// <typeparam name="TModel">The model class, marked with <see cref="PrunableAttribute"/>.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RecipeAttribute<TModel> : Attribute
{
    /// <summary>The recipe stands in the attributes of this class.</summary>
    public RecipeAttribute() { }

    /// <summary>The recipe stands in a file of the project.</summary>
    /// <param name="file">The file's name, or as much of its path as makes it unique.</param>
    public RecipeAttribute(string file) => File = file;

    /// <summary>The recipe's file; null if it stands in attributes.</summary>
    public string? File { get; }

    /// <summary>For a recipe in attributes: its name, kebab-case. The class's name where it is not set.</summary>
    public string? Name { get; set; }

    /// <summary>For a recipe in attributes: a line that says what it does.</summary>
    public string? Title { get; set; }

    /// <summary>For a recipe in attributes: the paper.</summary>
    public string? Cite { get; set; }

    /// <summary>For a recipe in attributes: the seed of everything random, a whole number; 0 where it is not set.</summary>
    public object? Seed { get; set; }
}
