namespace PruningRecipes;

/// <summary>Marks a field of a model: the layers under it are never pruned, whatever the recipe. The same as <c>layers.except</c>.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class KeepDenseAttribute : Attribute;
