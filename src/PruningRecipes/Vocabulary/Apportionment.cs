namespace PruningRecipes;

/// <summary>What a layer may get of what is shared out.</summary>
/// <param name="Weight">What its share is in proportion to.</param>
/// <param name="Least">The least that it gets.</param>
/// <param name="Most">The most that it gets.</param>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
readonly record struct LayerShare(decimal Weight, long Least, long Most);

/// <summary>
/// Shares a number of units out in proportion to weights, within bounds: where a share would be beyond its bound, the
/// others share the difference. Whole numbers are by largest remainders (Hamilton's method), the earlier layer first.
/// </summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
static class Apportionment
{
    /// <summary>Whole shares, whose sum is the total.</summary>
    /// <param name="total">Between the sums of the least and of the most.</param>
    /// <param name="layers">Who shares.</param>
    public static long[] Share(long total, System.Collections.Generic.IReadOnlyList<LayerShare> layers)
    {
        decimal[] exact = Exact(total, layers);
        long[] shares = new long[exact.Length];
        int[] order = new int[exact.Length];
        long left = total;
        for (int i = 0; i < exact.Length; i++)
        {
            shares[i] = (long)decimal.Floor(exact[i]);
            order[i] = i;
            left -= shares[i];
        }

        System.Array.Sort(
            order,
            (a, b) =>
            {
                int byRemainder = (exact[b] - shares[b]).CompareTo(exact[a] - shares[a]);
                return byRemainder != 0 ? byRemainder : a.CompareTo(b);
            }
        );
        foreach (int i in order)
        {
            if (left > 0 && shares[i] < layers[i].Most)
            {
                shares[i]++;
                left--;
            }
        }

        return shares;
    }

    /// <summary>The shares before they are rounded.</summary>
    /// <param name="total">Between the sums of the least and of the most.</param>
    /// <param name="layers">Who shares.</param>
    public static decimal[] Exact(decimal total, System.Collections.Generic.IReadOnlyList<LayerShare> layers)
    {
        decimal factor = Factor(total, layers);
        decimal[] shares = new decimal[layers.Count];
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = Bounded(layers[i], factor);
        }

        return shares;
    }

    /// <summary>The factor on the weights. The sum of the shares rises along a line between two factors at which a bound is met.</summary>
    private static decimal Factor(decimal total, System.Collections.Generic.IReadOnlyList<LayerShare> layers)
    {
        var bounds = new System.Collections.Generic.List<decimal> { 0 };
        foreach (LayerShare layer in layers)
        {
            if (layer.Weight > 0)
            {
                bounds.Add(layer.Least / layer.Weight);
                bounds.Add(layer.Most / layer.Weight);
            }
        }

        bounds.Sort();
        int low = 0;
        int high = bounds.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Sum(layers, bounds[middle]) >= total)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        if (low == 0)
        {
            return 0;
        }

        decimal weight = 0;
        decimal left = total;
        foreach (LayerShare layer in layers)
        {
            bool isFree =
                layer.Weight > 0
                && layer.Least / layer.Weight <= bounds[low - 1]
                && layer.Most / layer.Weight >= bounds[low];
            weight += isFree ? layer.Weight : 0;
            left -= isFree ? 0 : Bounded(layer, bounds[low]);
        }

        return weight > 0 ? System.Math.Min(bounds[low], left / weight) : bounds[low];
    }

    private static decimal Sum(System.Collections.Generic.IReadOnlyList<LayerShare> layers, decimal factor)
    {
        decimal sum = 0;
        foreach (LayerShare layer in layers)
        {
            sum += Bounded(layer, factor);
        }

        return sum;
    }

    private static decimal Bounded(LayerShare layer, decimal factor) =>
        System.Math.Max(layer.Least, System.Math.Min(layer.Most, layer.Weight * factor));
}
