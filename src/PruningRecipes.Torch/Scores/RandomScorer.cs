namespace PruningRecipes.Torch;

/// <summary>A uniform random number for each unit: the control that every other score has to beat.</summary>
internal sealed class RandomScorer : Scorer
{
    public override IReadOnlyList<ScoreView> Score(ScoringContext context) =>
        [.. context.Layers.Select((_, index) => ScoreView.Uniform(context.Random.Split(index)))];
}
