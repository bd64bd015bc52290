namespace PruningRecipes;

/// <summary>
/// Exact selection of the units with the lowest scores, over any number of layers, by radix select on the bits of the
/// scores: nothing is sorted, concatenated or copied. The order is (score, layer, index within the layer), so the outcome
/// is unique, for any number of threads. Pruned units are not ranked, and the last units in the order of each layer are
/// never taken, as many as it protects: one where nothing else is said, so that no layer is emptied.
/// </summary>
public static class Selection
{
    private static RadixSelect? s_spare;

    /// <summary>Prunes the units with the lowest scores in one ranking over all the layers.</summary>
    /// <param name="layers">The layers, whose masks are changed.</param>
    /// <param name="count">How many units to prune.</param>
    /// <exception cref="RecipeException">There are fewer units, or a score is not a number; the masks are as before.</exception>
    public static void Prune(ReadOnlySpan<ScoredLayer> layers, long count) => Prune(layers, count, Threads.Most);

    /// <summary><see cref="Prune(ReadOnlySpan{ScoredLayer}, long)"/> by so many threads.</summary>
    internal static void Prune(ReadOnlySpan<ScoredLayer> layers, long count, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        RequireLengths(layers);
        RequireEnough(layers, count);
        if (count == 0)
        {
            return;
        }

        RadixSelect select = Interlocked.Exchange(ref s_spare, null) ?? new RadixSelect();
        if (AllProtect(layers, 1))
        {
            select.Prune(layers, count, threads);
        }
        else if (layers.Length == 1 || AllProtect(layers, 0))
        {
            // What is protected of a single layer is what is left of it: there are units enough.
            select.Prune(layers, count, threads, keepsBest: false);
        }
        else
        {
            PruneAround(select, layers, count, threads);
        }

        s_spare = select;
    }

    /// <summary>The most units that may be pruned of these layers: all that are kept but those that are protected.</summary>
    public static long Capacity(ReadOnlySpan<ScoredLayer> layers)
    {
        long capacity = 0;
        foreach (ref readonly ScoredLayer layer in layers)
        {
            capacity += Math.Max(0, layer.Mask.Kept - layer.Protected);
        }

        return capacity;
    }

    /// <exception cref="RecipeException">There are fewer units that may be pruned.</exception>
    internal static void RequireEnough(ReadOnlySpan<ScoredLayer> layers, long count)
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

        throw TooMany(layers.Length == 1 ? $"'{layers[0].Path}'" : $"{layers.Length} layers", count, kept, capacity);
    }

    /// <summary>What is thrown where more is asked for than may be pruned.</summary>
    /// <param name="where">Of what.</param>
    /// <param name="count">How many units are asked for.</param>
    /// <param name="kept">How many are kept.</param>
    /// <param name="capacity">How many of those may be pruned.</param>
    internal static RecipeException TooMany(string where, long count, long kept, long capacity) =>
        new(
            $"Cannot prune {count} units of {where}: {kept} are left, and {kept - capacity} are protected, so {capacity} can be pruned."
        );

    /// <summary>Takes what is protected out of the masks while the rest is ranked.</summary>
    private static void PruneAround(RadixSelect select, ReadOnlySpan<ScoredLayer> layers, long count, int threads)
    {
        var set = new BitMask?[layers.Length];
        try
        {
            for (int i = 0; i < set.Length; i++)
            {
                set[i] = Best(select, layers[i], threads);
            }

            for (int i = 0; i < set.Length; i++)
            {
                layers[i].Mask.Subtract(set[i]!);
            }

            select.Prune(layers, count, threads, keepsBest: false);
        }
        finally
        {
            for (int i = 0; i < set.Length; i++)
            {
                if (set[i] is { } best)
                {
                    layers[i].Mask.UnionWith(best);
                    best.Dispose();
                }
            }
        }
    }

    /// <summary>The units of a layer that are protected.</summary>
    private static BitMask Best(RadixSelect select, ScoredLayer layer, int threads)
    {
        var best = new BitMask(layer.Mask.Length);
        best.CopyFrom(layer.Mask);
        long others = layer.Mask.Kept - layer.Protected;
        if (others > 0)
        {
            select.Prune([layer with { Mask = best }], others, threads, keepsBest: false);
        }

        return best;
    }

    private static bool AllProtect(ReadOnlySpan<ScoredLayer> layers, long units)
    {
        foreach (ref readonly ScoredLayer layer in layers)
        {
            if (layer.Protected != units)
            {
                return false;
            }
        }

        return true;
    }

    private static void RequireLengths(ReadOnlySpan<ScoredLayer> layers)
    {
        foreach (ref readonly ScoredLayer layer in layers)
        {
            if (layer.Scores.Form != ScoreForm.Random && layer.Scores.Values.Length != layer.Mask.Length)
            {
                throw new ArgumentException(
                    $"'{layer.Path}' has {layer.Mask.Length} units and {layer.Scores.Values.Length} scores.",
                    nameof(layers)
                );
            }
        }
    }
}
