using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>A layer that takes part in an amount of all layers together.</summary>
/// <param name="Shape">The shape of its weight.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Units">Its units.</param>
/// <param name="Pruned">How many of them are pruned before.</param>
/// <param name="Protected">How many of them are kept at least.</param>
/// <param name="State">What else is known of it.</param>
internal sealed record SharedLayer(
    IReadOnlyList<long> Shape,
    PrunedLayer Layer,
    GrainUnits Units,
    CountRange Pruned,
    long Protected,
    LayerState State
)
{
    /// <summary>All layers but those of groups, whose amount the grain says; null where the units of one are unknown.</summary>
    public static SharedLayer[]? Of(LayerTable table, BoundPruning pruning, SparsityState state)
    {
        var layers = new List<SharedLayer>();
        foreach (PrunedLayer layer in table.In(pruning))
        {
            LayerState known = state.Layers[layer.Index];
            if (layer.Units is not { } units)
            {
                return null;
            }

            if (layer.Grain.Kind != Grain.NOfM)
            {
                layers.Add(
                    new SharedLayer(
                        [.. layer.Layer.Shape.Weight.Select(dimension => dimension.Value!.Value)],
                        layer,
                        units,
                        known.PrunedIn(units),
                        layer.Kept,
                        known
                    )
                );
            }
        }

        return [.. layers];
    }

    /// <summary>How many units are pruned in all: after a ranking, more is known of them than of those of each layer.</summary>
    public static CountRange Total(SharedLayer[] layers, BoundPruning pruning, SparsityState state)
    {
        CountRange summed = Sum(layers);
        if (layers.Any(layer => layer.Units.Size != 1))
        {
            return state.Ranked is { } ranked && ranked.Grain == pruning.Grain.Value ? ranked.Pruned : summed;
        }

        CountRange all = state.Layers.Aggregate(default(CountRange), (sum, layer) => sum.Plus(layer.Pruned));
        CountRange others = all.Minus(summed);
        return summed.And(new(state.Total.Minimum - others.Maximum, state.Total.Maximum - others.Minimum));
    }

    /// <summary>What decides in the run how many units are pruned in all; null where the total is known as it is.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="total">How many units of them are pruned.</param>
    public static string? Decider(SharedLayer[] layers, CountRange total) =>
        layers.FirstOrDefault(layer => layer.State.IsMixedIn(layer.Units)) is { } mixed ? mixed.State.Decider
        : total.Maximum == Sum(layers).Maximum && layers.Any(layer => layer.State.IsRanked && !layer.Pruned.IsExact)
            ? "the ranking of all layers together"
        : null;

    /// <summary>What each layer may keep, if so many of its units are pruned before.</summary>
    public static LayerShare[] Shares(Allocation allocation, SharedLayer[] layers, Func<SharedLayer, long> pruned) =>
        LayerAllocation.Shares(
            allocation,
            [
                .. layers.Select(layer => new AllocatedLayer(
                    layer.Shape,
                    layer.Units.Count,
                    layer.Units.Count - pruned(layer),
                    layer.Protected
                )),
            ]
        );

    /// <summary>What one ranking over all layers leaves open for each of them.</summary>
    public static CountRange[] Rank(SharedLayer[] layers, LayerShare[] shares, CountRange before, CountRange total)
    {
        long added = total.Maximum - before.Minimum;
        long[] most = [.. layers.Select((layer, i) => layer.Units.Count - shares[i].Least)];
        long mostInAll = most.Sum();
        return
        [
            .. layers.Select(
                (layer, i) =>
                    new CountRange(
                        Math.Max(layer.Pruned.Minimum, total.Minimum - (mostInAll - most[i])),
                        Math.Min(most[i], layer.Pruned.Maximum + added)
                    )
            ),
        ];
    }

    /// <summary>What the shapes of layers give each of them, if it is certain what is pruned before.</summary>
    public static CountRange[] Divide(SharedLayer[] layers, LayerShare[] shares, CountRange total)
    {
        long units = layers.Sum(layer => layer.Units.Count);
        long[] most = Apportionment.Share(units - total.Minimum, shares);
        long[] least = Apportionment.Share(units - total.Maximum, shares);
        // By largest remainders, a share may fall by one where the total rises.
        int slack = total.IsExact ? 0 : 1;
        return
        [
            .. layers.Select(
                (layer, i) =>
                    new CountRange(
                        Math.Max(layer.Pruned.Minimum, layer.Units.Count - most[i] - slack),
                        Math.Min(layer.Units.Count - shares[i].Least, layer.Units.Count - least[i] + slack)
                    )
            ),
        ];
    }

    private static CountRange Sum(SharedLayer[] layers) =>
        layers.Aggregate(default(CountRange), (sum, layer) => sum.Plus(layer.Pruned));

    /// <summary>What is known of the layer once so many of its units are pruned.</summary>
    /// <param name="pruned">How many.</param>
    /// <param name="isRanked">Whether a ranking has decided it.</param>
    public LayerState After(CountRange pruned, bool isRanked)
    {
        LayerState after = State.After(Layer, Units, pruned);
        return after with
        {
            IsRanked = State.IsRanked || isRanked,
            IsMixed = after.IsMixed || (State.IsMixedIn(Units) && !after.Pruned.IsExact),
        };
    }
}
