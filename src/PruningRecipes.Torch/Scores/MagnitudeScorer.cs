namespace PruningRecipes.Torch;

/// <summary>
/// The absolute value of the weight, read where it lies (Han et al., NeurIPS 2015); of a structure, the mean of those of its
/// weights.
/// </summary>
internal sealed class MagnitudeScorer : Scorer
{
    public override Pooling Pooling => Pooling.Mean;

    public override IReadOnlyList<ScoreView> Score(ScoringContext context) =>
        [.. context.Layers.Select((_, i) => ScoreView.Magnitude(context.Weights(i)))];
}
