namespace PruningRecipes;

/// <summary>
/// Makes a method a score, which the recipes of the project name like those of the language. The method is static and takes
/// the weights of a layer as a <c>Tensor</c>; one that takes a second <c>Tensor</c> gets the gradient of the loss there, and
/// its stage has <c>data</c>. It returns one number for each weight: those with the lowest are pruned.
/// </summary>
/// <param name="name">What recipes call it, kebab-case.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class CustomScoreAttribute(string name) : Attribute
{
    /// <summary>What recipes call it.</summary>
    public string Name { get; } = name;

    /// <summary>The grains that it is defined on; every grain where it is not set.</summary>
    public Grain[]? Grains { get; set; }
}
