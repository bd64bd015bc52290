namespace PruningRecipes.Language;

/// <summary>What a stage that asks of all layers together does to their counts.</summary>
internal sealed class SharedPruning(LayerTable table, DemandChecks checks, LayerwisePruning layerwise)
{
    /// <summary>What asks for a share of all layers together: one ranking, or what the shapes of the layers say.</summary>
    public SparsityState Prune(Demand demand, SparsityState state)
    {
        if (table.Total.HasValue && SharedLayer.Of(table, demand.Pruning, state) is { } layers)
        {
            return demand.Kind == AmountKind.Flops
                ? PruneOperations(demand, layers, state)
                : Prune(demand, layers, state);
        }

        bool isOfWeights = table.In(demand.Pruning).All(layer => layer.Grain.Kind == Grain.Weight);
        if (!isOfWeights || !demand.Kind.IsTarget() || demand.Kind == AmountKind.Flops)
        {
            return state.Widen(table);
        }

        decimal share = demand.TargetShare;
        checks.CheckShareRises(demand, layer: null, share, state.LeastShare);
        return state.Widen(table) with { LeastShare = Math.Max(share, state.LeastShare) };
    }

    /// <summary>
    /// How many units go depends on the scores and on where the layers are in the network: any number, but those that are
    /// protected stay. Too many are asked for where that would be so of each layer alone.
    /// </summary>
    private SparsityState PruneOperations(Demand demand, SharedLayer[] layers, SparsityState state)
    {
        LayerState[] next = PruneGroups(demand, state, isRanked: true);
        CountRange before = SharedLayer.Total(layers, demand.Pruning, state);
        LayerShare[] shares = SharedLayer.Shares(demand.Pruning.Allocation, layers, layer => layer.Pruned.Minimum);
        long units = layers.Sum(layer => layer.Units.Count);
        long kept = shares.Sum(share => share.Least);
        long[] asked = [.. layers.Select(layer => (long)decimal.Ceiling(demand.Asked.Maximum * layer.Units.Count))];
        if (
            before.Maximum == 0
            && layers
                .Zip(asked, (layer, count) => count + layer.Protected > layer.Units.Count)
                .All(isTooMuch => isTooMuch)
        )
        {
            checks.CheckLeavesSome(demand, layer: null, units, kept, CountRange.Of(asked.Sum()), asked.Sum());
        }

        var total = new CountRange(before.Minimum, Math.Max(before.Maximum, units - kept));
        CountRange[] pruned = SharedLayer.Rank(layers, shares, before, total);
        for (int i = 0; i < layers.Length; i++)
        {
            next[layers[i].Layer.Index] = layers[i].After(pruned[i], isRanked: true) with { IsOpen = true };
        }

        return state with
        {
            Layers = next.ToEquatableArray(),
            Total = next.Aggregate(default(CountRange), (sum, layer) => sum.Plus(layer.Pruned)),
            Ranked = new RankedUnits(demand.Pruning.Grain.Value, total),
        };
    }

    private SparsityState Prune(Demand demand, SharedLayer[] layers, SparsityState state)
    {
        Allocation allocation = demand.Pruning.Allocation;
        bool isRanked = allocation == Allocation.Global;
        LayerState[] next = PruneGroups(demand, state, isRanked);
        bool isOfWeights = layers.All(layer => layer.Units.Size == 1);
        CountRange total = default;
        if (layers.Length > 0)
        {
            CountRange before = SharedLayer.Total(layers, demand.Pruning, state);
            total = Total(demand, layers, state, before);
            LayerShare[] shares = SharedLayer.Shares(allocation, layers, layer => layer.Pruned.Maximum);
            CountRange[] pruned =
                isRanked || layers.Any(layer => !layer.Pruned.IsExact)
                    ? SharedLayer.Rank(layers, shares, before, total)
                    : SharedLayer.Divide(layers, shares, total);
            for (int i = 0; i < layers.Length; i++)
            {
                next[layers[i].Layer.Index] = layers[i].After(pruned[i], isRanked);
            }
        }

        CountRange summed = next.Aggregate(default(CountRange), (sum, layer) => sum.Plus(layer.Pruned));
        CountRange ofRanking = layers.Aggregate(
            default(CountRange),
            (sum, layer) => sum.Plus(next[layer.Layer.Index].Pruned)
        );
        return state with
        {
            Layers = next.ToEquatableArray(),
            Total = isOfWeights ? total.Plus(summed.Minus(ofRanking)) : summed,
            Ranked = isOfWeights ? null : new RankedUnits(demand.Pruning.Grain.Value, total),
        };
    }

    /// <summary>Layers of groups take no part in the amount: the grain says theirs.</summary>
    private LayerState[] PruneGroups(Demand demand, SparsityState state, bool isRanked)
    {
        LayerState[] next = [.. state.Layers];
        foreach (PrunedLayer layer in table.In(demand.Pruning).Where(layer => layer.Grain.Kind == Grain.NOfM))
        {
            LayerState after = layerwise.Prune(demand, layer, table.Weights[layer.Index], next[layer.Index]);
            next[layer.Index] = after with { IsRanked = after.IsRanked || isRanked };
        }

        return next;
    }

    /// <summary>How many units of the layers are pruned afterwards, and what is wrong with that.</summary>
    private CountRange Total(Demand demand, SharedLayer[] layers, SparsityState state, CountRange before)
    {
        long units = layers.Sum(layer => layer.Units.Count);
        CountRange after = demand.After(units, before);
        checks.CheckPrunesSomething(demand, layer: null, units, after, before);
        bool isOpen = state.Layers.Any(layer => layer.IsOpen);
        string? decider = before.IsExact ? null : SharedLayer.Decider(layers, before);
        bool isUnsure = isOpen || decider is not null;
        checks.CheckRises(demand, layer: null, units, after, before, isUnsure);
        long kept = SharedLayer
            .Shares(demand.Pruning.Allocation, layers, layer => layer.Pruned.Minimum)
            .Sum(share => share.Least);
        long? most = demand.MostAfter(units, before);
        long? least = Demand.LeastAfter(after, before);
        checks.CheckLeavesSome(demand, layer: null, units, kept, after, isUnsure ? least : most);
        if (decider is not null)
        {
            checks.CheckMayFall(demand, layer: null, units, after, before, decider);
            if (most > units - kept && !(least > units - kept))
            {
                checks.CheckMayLeaveLess(demand, layer: null, units, units - kept, before, decider);
            }
        }

        return demand.Reached(after, before, units - kept);
    }
}
