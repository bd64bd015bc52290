namespace PruningRecipes;

/// <summary>
/// Exact selection of the units with the lowest scores, over any number of layers, by radix select on the bits of the
/// scores: nothing is sorted, concatenated or copied. The order is (score, layer, index within the layer), so the outcome
/// is unique. Pruned units are not ranked, and the last unit in the order of each layer is never taken, so that no layer
/// is emptied.
/// </summary>
public static class Selection
{
    private const int DigitBits = 16;
    private const int KeyBits = 64;

    /// <summary>Prunes the units with the lowest scores in one ranking over all the layers.</summary>
    /// <param name="layers">The layers, whose masks are changed.</param>
    /// <param name="count">How many units to prune.</param>
    /// <exception cref="RecipeException">There are fewer units, or a score is not a number; the masks are as before.</exception>
    public static void Prune(ReadOnlySpan<ScoredLayer> layers, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        RequireEnough(layers, count);
        if (count == 0)
        {
            return;
        }

        bool wide = HasWide(layers);
        var histogram = new long[1 << DigitBits];
        var best = new long[layers.Length];
        var survey = new Survey(histogram, best);
        VisitAll(layers, wide, ref survey);

        int shift = KeyBits - DigitBits;
        ulong threshold = TakeDigit(histogram, ref count) << shift;
        int last = wide ? 0 : KeyBits / 2;
        while (shift > last)
        {
            Array.Clear(histogram);
            var refine = new Refine(histogram, best, threshold, shift);
            VisitAll(layers, wide, ref refine);
            shift -= DigitBits;
            threshold |= TakeDigit(histogram, ref count) << shift;
        }

        var mark = new Mark(best, threshold, count);
        VisitAll(layers, wide, ref mark);
    }

    /// <summary>The most units that may be pruned of these layers: all that are kept but one of each layer.</summary>
    public static long Capacity(ReadOnlySpan<ScoredLayer> layers)
    {
        long capacity = 0;
        foreach (ref readonly ScoredLayer layer in layers)
        {
            capacity += Math.Max(0, layer.Mask.Kept - 1);
        }

        return capacity;
    }

    private static void RequireEnough(ReadOnlySpan<ScoredLayer> layers, long count)
    {
        long capacity = Capacity(layers);
        if (count <= capacity)
        {
            return;
        }

        long kept = 0;
        foreach (ref readonly ScoredLayer layer in layers)
        {
            kept += layer.Mask.Kept;
        }

        string where = layers.Length == 1 ? $"'{layers[0].Path}'" : $"{layers.Length} layers";
        throw new RecipeException(
            $"Cannot prune {count} weights of {where}: {kept} are left, and each layer keeps at least one, so {capacity} can be pruned."
        );
    }

    private static bool HasWide(ReadOnlySpan<ScoredLayer> layers)
    {
        foreach (ref readonly ScoredLayer layer in layers)
        {
            if (layer.Scores.Form != ScoreForm.Random && layer.Scores.Values.Type == ElementType.Float64)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The digit in which the <paramref name="count"/>-th key lies; of the count, those below it are subtracted.</summary>
    private static ulong TakeDigit(long[] histogram, ref long count)
    {
        int digit = 0;
        while (histogram[digit] < count)
        {
            count -= histogram[digit++];
        }

        return (ulong)digit;
    }

    private static void VisitAll<TPass>(ReadOnlySpan<ScoredLayer> layers, bool wide, ref TPass pass)
        where TPass : struct, IPass
    {
        for (int i = 0; i < layers.Length; i++)
        {
            ScoreView scores = layers[i].Scores;
            if (scores.Form == ScoreForm.Random)
            {
                pass.Visit(layers[i], i, new RandomKeys(scores.Random));
            }
            else if (scores.Values.Type == ElementType.Float64)
            {
                pass.Visit(layers[i], i, new DoubleKeys(scores));
            }
            else
            {
                pass.Visit(layers[i], i, new SingleKeys(scores, wide));
            }
        }
    }

    /// <summary>One pass over the kept units of each layer in turn.</summary>
    private interface IPass
    {
        void Visit<TKeys>(in ScoredLayer layer, int index, TKeys keys)
            where TKeys : struct, IScoreKeys;
    }

    /// <summary>Counts the keys by their highest digit, finds each layer's best unit, and refuses NaN.</summary>
    private readonly struct Survey(long[] histogram, long[] best) : IPass
    {
        public void Visit<TKeys>(in ScoredLayer layer, int index, TKeys keys)
            where TKeys : struct, IScoreKeys
        {
            ulong bestKey = 0;
            best[index] = -1;
            foreach (long unit in new KeptUnits(layer.Mask))
            {
                ulong key = keys[unit];
                if (key == ScoreKeys.NotANumber)
                {
                    throw new RecipeException($"The score of '{layer.Path}' is not a number at index {unit}.");
                }

                histogram[key >> (KeyBits - DigitBits)]++;
                if (key >= bestKey)
                {
                    bestKey = key;
                    best[index] = unit;
                }
            }

            if (best[index] >= 0)
            {
                histogram[bestKey >> (KeyBits - DigitBits)]--;
            }
        }
    }

    /// <summary>Counts the keys that begin as the threshold does, by their next digit.</summary>
    private readonly struct Refine(long[] histogram, long[] best, ulong threshold, int shift) : IPass
    {
        public void Visit<TKeys>(in ScoredLayer layer, int index, TKeys keys)
            where TKeys : struct, IScoreKeys
        {
            foreach (long unit in new KeptUnits(layer.Mask))
            {
                ulong key = keys[unit];
                if (((key ^ threshold) >> shift) == 0 && unit != best[index])
                {
                    histogram[(ushort)(key >> (shift - DigitBits))]++;
                }
            }
        }
    }

    /// <summary>Prunes what lies below the threshold, and the first units that lie on it.</summary>
    private unsafe struct Mark(long[] best, ulong threshold, long ties) : IPass
    {
        private long _ties = ties;

        public void Visit<TKeys>(in ScoredLayer layer, int index, TKeys keys)
            where TKeys : struct, IScoreKeys
        {
            ulong* words = layer.Mask.Words;
            foreach (long unit in new KeptUnits(layer.Mask))
            {
                ulong key = keys[unit];
                if (key > threshold || unit == best[index] || (key == threshold && _ties-- <= 0))
                {
                    continue;
                }

                words[unit / BitMask.WordBits] &= ~(1UL << (int)(unit % BitMask.WordBits));
            }
        }
    }
}
