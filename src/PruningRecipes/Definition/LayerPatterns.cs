namespace PruningRecipes;

/// <summary>Chooses layers by their paths: <see cref="Glob"/> patterns that name a layer or its weight.</summary>
public sealed record LayerPatterns
{
    /// <summary>Only layers that match one of these; all if there are none.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>No layer that matches one of these.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>What single layers are asked for; the first rule that matches wins.</summary>
    public IReadOnlyList<LayerPatternRule> Rules { get; init; } = [];

    /// <summary>Whether the layer is to be pruned.</summary>
    /// <param name="layer">The layer's path, such as <c>block.0.conv</c>.</param>
    public bool Selects(string layer) =>
        (Only.Count == 0 || Only.Any(pattern => Glob.MatchesLayer(pattern, layer)))
        && !Except.Any(pattern => Glob.MatchesLayer(pattern, layer));

    /// <summary>The plan of a layer that is to be pruned.</summary>
    /// <param name="layer">The layer's path.</param>
    /// <param name="shape">The dimensions of its weight.</param>
    public LayerPlan Plan(string layer, IReadOnlyList<long> shape)
    {
        var plan = new LayerPlan(layer + ".weight", shape);
        return Rules.FirstOrDefault(rule => Glob.MatchesLayer(rule.Match, layer)) is { } rule
            ? plan with
            {
                Scale = rule.Scale,
                Sparsity = rule.Sparsity,
                Grain = rule.Grain,
            }
            : plan;
    }
}

/// <summary>A rule for the layers that match a pattern.</summary>
/// <param name="Match">A glob over layer paths.</param>
public sealed record LayerPatternRule(string Match)
{
    /// <inheritdoc cref="LayerPlan.Scale"/>
    public decimal Scale { get; init; } = 1m;

    /// <inheritdoc cref="LayerPlan.Sparsity"/>
    public decimal? Sparsity { get; init; }

    /// <inheritdoc cref="LayerPlan.Grain"/>
    public GrainSpec? Grain { get; init; }
}
