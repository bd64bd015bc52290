namespace PruningRecipes.Torch;

/// <summary>
/// The squared weight over the sum of those of its layer that are not smaller (Lee et al., ICLR 2021): what a layer would
/// lose by it, relative to what it has left, so that layers compare. Equal weights have equal scores, and the largest of a
/// layer scores 1. Pruned weights are in no sum.
/// </summary>
internal sealed class LampScorer : Scorer
{
    public override IReadOnlyList<ScoreView> Score(ScoringContext context) =>
        [.. context.Layers.Select((layer, i) => Score(context, layer, i))];

    private static ScoreView Score(ScoringContext context, MaskedLayer layer, int index)
    {
        WeightView weights = context.Weights(index);
        WeightView scores = context.Buffer(index, weights.Length, ElementType.Float64);
        (double[] magnitudes, int[] order) = Ranked(layer.Mask, weights);
        double sum = 0;
        for (int end = order.Length; end > 0; )
        {
            // All that are as large as this one are in the sum of each of them.
            int start = end;
            while (start > 0 && magnitudes[start - 1].Equals(magnitudes[end - 1]))
            {
                start--;
            }

            double square = magnitudes[start] * magnitudes[start];
            sum += (end - start) * square;
            for (int i = start; i < end; i++)
            {
                scores[order[i]] = sum == 0 ? 1 : square / sum;
            }

            end = start;
        }

        return ScoreView.Of(scores);
    }

    /// <summary>The kept weights in the order of their magnitudes.</summary>
    private static (double[] Magnitudes, int[] Order) Ranked(LayerMask mask, WeightView weights)
    {
        var magnitudes = new double[mask.Kept];
        var order = new int[magnitudes.Length];
        int next = 0;
        foreach (long index in new KeptUnits(mask.Bits))
        {
            magnitudes[next] = Math.Abs(weights[index]);
            order[next++] = (int)index;
        }

        Array.Sort(magnitudes, order);
        return (magnitudes, order);
    }
}
