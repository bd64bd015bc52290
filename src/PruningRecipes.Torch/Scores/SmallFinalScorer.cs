namespace PruningRecipes.Torch;

/// <summary>The small values instead of the large: a control (Zhou et al., NeurIPS 2019).</summary>
internal sealed class SmallFinalScorer : Scorer
{
    public override IReadOnlyList<ScoreView> Score(ScoringContext context) =>
        [.. context.Layers.Select((layer, i) => Score(context, layer, i))];

    private static ScoreView Score(ScoringContext context, MaskedLayer layer, int index)
    {
        WeightView weights = context.Weights(index);
        WeightView scores = context.Buffer(index, weights.Length, weights.Type);
        foreach (long i in new KeptUnits(layer.Mask.Bits))
        {
            scores[i] = -Math.Abs(weights[i]);
        }

        return ScoreView.Of(scores);
    }
}
