namespace PruningRecipes.Torch;

/// <summary>
/// The sum of a filter's distances from the others of its layer: the filters that are nearest to the geometric median are
/// those that the others can replace (He et al., CVPR 2019). Pruned filters are no points. Takes a step for each weight and
/// filter of a layer.
/// </summary>
internal sealed class GeometricMedianScorer : Scorer
{
    public override Pooling Pooling => Pooling.None;

    public override IReadOnlyList<ScoreView> Score(ScoringContext context) =>
        [.. context.Layers.Select((layer, i) => Score(context, layer, i))];

    private static ScoreView Score(ScoringContext context, MaskedLayer layer, int index)
    {
        WeightView weights = context.Weights(index);
        long filters = layer.Mask.Shape[0];
        long length = weights.Length / filters;
        WeightView scores = context.Buffer(index, filters, ElementType.Float64);
        double[][] kept =
        [
            .. Enumerable
                .Range(0, (int)filters)
                .Select(filter => Filter(layer.Mask.Bits, weights, filter * length, length)),
        ];
        for (int i = 0; i < kept.Length; i++)
        {
            scores[i] = 0;
            for (int j = 0; j < i; j++)
            {
                if (kept[i].Length > 0 && kept[j].Length > 0)
                {
                    double distance = Distance(kept[i], kept[j]);
                    scores[i] += distance;
                    scores[j] += distance;
                }
            }
        }

        return ScoreView.Of(scores);
    }

    /// <summary>A filter; empty if it is pruned.</summary>
    private static double[] Filter(BitMask mask, WeightView weights, long first, long length)
    {
        if (!mask.KeepsAny(first, length))
        {
            return [];
        }

        var filter = new double[length];
        for (long i = 0; i < length; i++)
        {
            filter[i] = mask.IsKept(first + i) ? weights[first + i] : 0;
        }

        return filter;
    }

    private static double Distance(double[] one, double[] other)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++)
        {
            double difference = one[i] - other[i];
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }
}
