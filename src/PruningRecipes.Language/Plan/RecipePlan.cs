namespace PruningRecipes.Language;

/// <summary>A checked recipe for one model: symbol-free, comparable by content, all that the emitter needs.</summary>
/// <param name="Surface">The public members of the generated class.</param>
/// <param name="Cite">The paper, if the recipe names one.</param>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Layers">The layers to prune, in the order of <c>named_parameters()</c>.</param>
/// <param name="OpenLayers">How to choose among layers that the compiler could not see; null if it saw all.</param>
/// <param name="Instructions">The stages.</param>
/// <param name="Table">The plan in words, a row a stage, with the parameters at their defaults.</param>
internal sealed record RecipePlan(
    RecipeSurface Surface,
    string? Cite,
    ulong Seed,
    EquatableArray<PlannedLayer> Layers,
    LayerSelection? OpenLayers,
    EquatableArray<Instruction> Instructions,
    EquatableArray<PlanRow> Table
);

/// <summary>A layer that is pruned, with what its rule asks for.</summary>
/// <param name="Path">The path of the weight.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Scale">The factor on what a stage asks of it; 1 without a rule.</param>
/// <param name="Sparsity">Its own target under <c>allocation: layer</c>, if a rule gives one.</param>
/// <param name="Grain">Its own grain, if a rule gives one.</param>
internal sealed record PlannedLayer(
    string Path,
    EquatableArray<Dimension> Shape,
    decimal Scale,
    decimal? Sparsity,
    GrainSpec? Grain = null
);

/// <summary>The patterns of <c>layers</c>.</summary>
internal sealed record LayerSelection(
    EquatableArray<string> Only,
    EquatableArray<string> Except,
    EquatableArray<LayerRule> Rules
);

/// <summary>A rule of <c>layers.rules</c>.</summary>
internal sealed record LayerRule(string Match, decimal Scale, decimal? Sparsity, GrainSpec? Grain = null);

/// <summary>One row of the plan's table.</summary>
/// <param name="Depth">How many repeats it stands in.</param>
/// <param name="Stage">The stage's word and what it is about, such as <c>prune magnitude, layer, remove 20%</c>.</param>
/// <param name="Training">How long it trains, such as <c>12 epochs</c>; empty for other stages.</param>
/// <param name="Sparsity">The sparsity after it, such as <c>89.3%</c>, at the end of the last round; empty if unknown.</param>
internal sealed record PlanRow(int Depth, string Stage, string Training, string Sparsity);
