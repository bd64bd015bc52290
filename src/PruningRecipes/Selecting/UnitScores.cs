namespace PruningRecipes;

/// <summary>Scores of units from those of their weights, in <see cref="ElementType.Float64"/>.</summary>
internal static unsafe class UnitScores
{
    /// <summary>Pools.</summary>
    /// <param name="weights">The scores of the weights; random ones are of units already.</param>
    /// <param name="mask">The mask of the weights: pruned ones count as zero.</param>
    /// <param name="layout">The units.</param>
    /// <param name="pooling">How.</param>
    /// <param name="units">Room for a score for each unit, which is overwritten.</param>
    public static ScoreView Pool(ScoreView weights, BitMask mask, UnitLayout layout, Pooling pooling, WeightView units)
    {
        if (pooling == Pooling.None || weights.Form == ScoreForm.Random)
        {
            return weights;
        }

        var sums = new Span<double>((void*)units.Address, checked((int)layout.Count));
        sums.Clear();
        bool isMagnitude = weights.Form == ScoreForm.Magnitude;
        bool isSquared = pooling == Pooling.EuclideanNorm;
        foreach (UnitRun run in layout)
        {
            double sum = 0;
            for (long i = run.First; i < run.First + run.Length; i++)
            {
                if (mask.IsKept(i))
                {
                    double score = weights.Values[i];
                    sum +=
                        isSquared ? score * score
                        : isMagnitude ? Math.Abs(score)
                        : score;
                }
            }

            sums[(int)run.Unit] += sum;
        }

        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = pooling switch
            {
                Pooling.Mean => sums[i] / layout.Size,
                Pooling.EuclideanNorm => Math.Sqrt(sums[i]),
                _ => sums[i],
            };
        }

        return ScoreView.Of(units);
    }
}
