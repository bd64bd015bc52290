namespace PruningRecipes.Torch;

/// <summary>The absolute value of the weight, read where it lies (Han et al., NeurIPS 2015).</summary>
internal sealed class MagnitudeScorer : Scorer
{
    public override IReadOnlyList<ScoreView> Score(ScoringContext context) =>
        [.. context.Layers.Select(layer => ScoreView.Magnitude(layer.Weights))];
}
