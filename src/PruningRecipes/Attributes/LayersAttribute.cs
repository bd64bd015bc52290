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
