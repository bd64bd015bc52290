namespace PruningRecipes;

/// <summary>Declares a parameter of a recipe in attributes: a member of the generated record, used as <c>"$name"</c>.</summary>
/// <param name="name">Its name, kebab-case.</param>
/// <param name="type"><c>"count"</c>, <c>"ratio"</c>, <c>"number"</c> or <c>"factor"</c>.</param>
/// <param name="defaultValue">Its value where the user sets none: a number, or a string such as <c>"20%"</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RecipeParameterAttribute(string name, string type, object defaultValue) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What kind of number.</summary>
    public string Type { get; } = type;

    /// <summary>Its value where the user sets none.</summary>
    public object Default { get; } = defaultValue;

    /// <summary>The allowed interval, both ends included, such as <c>"1 .. 30"</c>.</summary>
    public string? Range { get; set; }
}
