namespace PruningRecipes.Torch;

/// <summary>The norm of a structure: l1 (Li et al., ICLR 2017) or l2.</summary>
/// <param name="pooling">Which.</param>
internal sealed class NormScorer(Pooling pooling) : Scorer
{
    public override Pooling Pooling => pooling;

    public override IReadOnlyList<ScoreView> Score(ScoringContext context) =>
        [.. context.Layers.Select((_, i) => ScoreView.Magnitude(context.Weights(i)))];
}
