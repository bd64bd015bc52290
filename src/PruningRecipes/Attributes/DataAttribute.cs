namespace PruningRecipes;

/// <summary>The data of scores whose stage says nothing of it: the same as the recipe's key <c>data</c>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DataAttribute : Attribute
{
    /// <summary>How many batches of the training data: a whole number or a parameter.</summary>
    public object? Batches { get; set; }

    /// <summary>
    /// Beside <see cref="Batches"/>: how many examples of each class a batch has, a whole number or a parameter; as in training
    /// where it is not set.
    /// </summary>
    public object? PerClass { get; set; }
}
