namespace PruningRecipes;

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

    /// <summary>Their own grain in every stage: a <see cref="PruningRecipes.Grain"/>, or with numbers <c>"2 of 4"</c> or <c>"block 4x4"</c>.</summary>
    public object? Grain { get; set; }
}
