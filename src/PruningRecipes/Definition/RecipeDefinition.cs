namespace PruningRecipes;

/// <summary>What a compiled recipe says about the model as a whole; its stages are calls of the generated code.</summary>
public sealed record RecipeDefinition
{
    /// <summary>The recipe's name, kebab-case.</summary>
    public required string Name { get; init; }

    /// <summary>The seed of everything random.</summary>
    public ulong Seed { get; init; }

    /// <summary>The layers to prune, in the order of the model's parameters.</summary>
    public required IReadOnlyList<LayerPlan> Layers { get; init; }

    /// <summary>How to choose among layers that the compiler could not see; null if it saw all.</summary>
    public LayerPatterns? OpenLayers { get; init; }
}
