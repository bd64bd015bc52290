namespace PruningRecipes.Language;

/// <summary>What a stage that asks of all layers together does to their counts.</summary>
internal sealed class SharedPruning(LayerTable table, DemandChecks checks)
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
        LayerState[] next =
        [
            .. layers.Select((layer, i) => layer.After(pruned[i], isRanked: true) with { IsOpen = true }),
        ];
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
        CountRange before = SharedLayer.Total(layers, demand.Pruning, state);
        long units = layers.Sum(layer => layer.Units.Count);
        CountRange after = demand.After(units, before);
        checks.CheckPrunesSomething(demand, layer: null, units, after, before);
        bool isOpen = state.Layers.Any(layer => layer.IsOpen);
        bool isMixed = layers.Any(layer => layer.State.IsMixedIn(layer.Units)) && !before.IsExact;
        checks.CheckRises(demand, layer: null, units, after, before, isOpen || isMixed);
        long kept = SharedLayer.Shares(allocation, layers, layer => layer.Pruned.Minimum).Sum(share => share.Least);
        long? most = demand.MostAfter(units, before);
        long? least = Demand.LeastAfter(after, before);
        checks.CheckLeavesSome(demand, layer: null, units, kept, after, isOpen || isMixed ? least : most);
        if (isMixed)
        {
            checks.CheckMayFall(demand, layer: null, units, after, before);
            if (most > units - kept && !(least > units - kept))
            {
                checks.CheckMayLeaveLess(demand, layer: null, units, units - kept, before);
            }
        }

        CountRange total = after.Within(before, units - kept);

        LayerShare[] shares = SharedLayer.Shares(allocation, layers, layer => layer.Pruned.Maximum);
        CountRange[] pruned =
            allocation == Allocation.Global || layers.Any(layer => !layer.Pruned.IsExact)
                ? SharedLayer.Rank(layers, shares, before, total)
                : SharedLayer.Divide(layers, shares, total);
        bool isOfWeights = layers.All(layer => layer.Units.Size == 1);
        LayerState[] next =
        [
            .. layers.Select((layer, i) => layer.After(pruned[i], isRanked: allocation == Allocation.Global)),
        ];
        return state with
        {
            Layers = next.ToEquatableArray(),
            Total = isOfWeights ? total : next.Aggregate(default(CountRange), (sum, layer) => sum.Plus(layer.Pruned)),
            Ranked = isOfWeights ? null : new RankedUnits(demand.Pruning.Grain.Value, total),
        };
    }
}
