namespace PruningRecipes.Torch;

/// <summary>
/// The absolute value of the weight, read where it lies (Han et al., NeurIPS 2015). Of a structure, the mean of those of its
/// weights, or one of their norms: l1 (Li et al., ICLR 2017) or l2.
/// </summary>
/// <param name="pooling">Which.</param>
internal sealed class MagnitudeScorer(Pooling pooling) : Scorer
{
    public override Pooling Pooling => pooling;

    public override IReadOnlyList<ScoreView> Score(ScoringContext context) =>
        [.. context.Layers.Select((_, i) => ScoreView.Magnitude(context.Weights(i)))];
}
