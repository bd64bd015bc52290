namespace PruningRecipes;

/// <summary>Marks a model class whose layers the compiler reads, so that recipes can be checked against it and bound to it.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PrunableAttribute : Attribute;
