namespace PruningRecipes.Torch;

/// <summary>A score: one file each, and one row in <see cref="Scorers"/>.</summary>
internal abstract class Scorer
{
    /// <summary>How the scores of a structure's weights become that of the structure.</summary>
    public virtual Pooling Pooling => Pooling.Sum;

    /// <summary>The saliency of every weight of every layer; of every unit, where <see cref="Pooling"/> is none.</summary>
    /// <param name="context">What the score may look at.</param>
    /// <returns>A view for each of the context's layers, good until the next call with the same context.</returns>
    /// <exception cref="RecipeException">The model or the trainer does not give what the score needs.</exception>
    public abstract IReadOnlyList<ScoreView> Score(ScoringContext context);
}
