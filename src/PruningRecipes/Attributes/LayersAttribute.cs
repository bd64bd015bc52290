namespace PruningRecipes;

/// <summary>Chooses the layers that a recipe in attributes prunes: the same as the key <c>layers</c>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LayersAttribute : Attribute
{
    /// <summary>Only layers that match one of these patterns.</summary>
    public string[]? Only { get; set; }

    /// <summary>No layer that matches one of these patterns.</summary>
    public string[]? Except { get; set; }
}

/// <summary>A rule for the layers that match a pattern; the first that matches wins. The same as an item of <c>layers.rules</c>.</summary>
/// <param name="pattern">A glob over layer paths.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LayerRuleAttribute(string pattern) : Attribute
{
    /// <summary>A glob over layer paths.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>The factor on what a stage asks of these layers: a number.</summary>
    public object? Scale { get; set; }

    /// <summary>Their own target sparsity under <see cref="Allocation.Layer"/>: a share such as <c>0.5</c> or <c>"50%"</c>.</summary>
    public object? Sparsity { get; set; }
}
