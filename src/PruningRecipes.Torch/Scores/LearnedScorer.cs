namespace PruningRecipes.Torch;

/// <summary>Scores that training learns, read where they lie; of a structure, the sum of those of its weights.</summary>
internal sealed class LearnedScorer : Scorer
{
    public override IReadOnlyList<ScoreView> Score(ScoringContext context) =>
        context.Learned
        ?? throw new RecipeException(
            $"The score {context.Stage.Score} is learned in training: there is none outside of it."
        );
}
