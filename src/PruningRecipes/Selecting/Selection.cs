namespace PruningRecipes;

/// <summary>
/// Exact selection of the units with the lowest scores, over any number of layers, by radix select on the bits of the
/// scores: nothing is sorted, concatenated or copied. The order is (score, layer, index within the layer), so the outcome
/// is unique, for any number of threads. Pruned units are not ranked, and the last unit in the order of each layer is never taken, so that no layer
/// is emptied.
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
        select.Prune(layers, count, threads);
        s_spare = select;
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

        string where = layers.Length == 1 ? $"'{layers[0].Path}'" : $"{layers.Length} layers";
        throw new RecipeException(
            $"Cannot prune {count} weights of {where}: {kept} are left, and each layer keeps at least one, so {capacity} can be pruned."
        );
    }
}
