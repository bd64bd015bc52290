using PruningRecipes;

namespace EndToEnd;

/// <summary>How a recipe is run briefly, and what has to come of it.</summary>
internal sealed record BriefRun
{
    /// <summary>Parameters that are not those of every brief run.</summary>
    public IReadOnlyDictionary<string, object> Parameters { get; init; } = new Dictionary<string, object>();

    /// <summary>The sparsity at the end; the parameter of that name where it is null.</summary>
    public double? Sparsity { get; init; }

    /// <summary>Whether the recipe leaves the sparsity to what it learns.</summary>
    public bool IsOpen { get; init; }

    /// <summary>What is counted.</summary>
    public GrainSpec Grain { get; init; } = PruningRecipes.Grain.Weight;

    /// <summary>The figures at which the network has learned; the last where it is null.</summary>
    public string? Learned { get; init; }

    /// <summary>The accuracy that they pass.</summary>
    public double Accuracy { get; init; } = 0.8;
}
