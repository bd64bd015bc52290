namespace PruningRecipes;

/// <summary>What became of a run.</summary>
/// <param name="Recipe">The recipe's name.</param>
/// <param name="Stages">The stages in the order in which they ran.</param>
/// <param name="Evaluations">What the evaluate stages measured, in that order.</param>
/// <param name="Layers">The figures of each prunable layer at the end.</param>
public sealed record RecipeResult(
    string Recipe,
    IReadOnlyList<StageReport> Stages,
    IReadOnlyList<Evaluation> Evaluations,
    IReadOnlyList<LayerSparsity> Layers
)
{
    /// <summary>The share of pruned weights in all these layers at the end, in [0, 1].</summary>
    public double Sparsity => LayerSparsity.Share(Layers.Sum(layer => layer.Pruned), Layers.Sum(layer => layer.Units));
}
