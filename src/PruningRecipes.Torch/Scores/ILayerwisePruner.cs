namespace PruningRecipes.Torch;

/// <summary>
/// A score that is defined together with its selection, one layer after the other in the order of the model: what it looks at
/// in a layer is what the pruned layers before it let through. It prunes single weights when each layer has an amount of its
/// own; otherwise <see cref="Scorer.Score"/> serves.
/// </summary>
internal interface ILayerwisePruner
{
    /// <summary>Prunes weights of a layer: changes its mask, and maybe the weights that it keeps.</summary>
    /// <param name="context">A context of that layer alone.</param>
    /// <param name="count">How many weights to prune, of which there are enough.</param>
    /// <exception cref="RecipeException">A score is not a number.</exception>
    void Prune(ScoringContext context, long count);
}
