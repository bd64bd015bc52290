namespace PruningRecipes.Language;

/// <summary>What a stage with <c>allocation: layer</c> does to the counts of each layer.</summary>
internal sealed class LayerwisePruning(LayerTable table, DemandChecks checks)
{
    public SparsityState Prune(Demand demand, SparsityState before)
    {
        EquatableArray<PrunedLayer> pruned = table.In(demand.Pruning);
        checks.Problems.TakeFound();
        var fates = new LikeLayerMemo<LayerState, (LayerState After, IReadOnlyList<SparsityProblem> Problems)>(
            table.Alike,
            (i, state) => (Prune(demand, pruned[i], table.Weights[i], state), checks.Problems.TakeFound())
        );
        var layers = new LayerState[table.Count];
        CountRange sum = default;
        for (int i = 0; i < layers.Length; i++)
        {
            (layers[i], IReadOnlyList<SparsityProblem> problems) = fates.Of(i, before.Layers[i]);
            sum = sum.Plus(layers[i].Pruned);
            foreach (SparsityProblem problem in problems)
            {
                problem.AddLayer(i);
            }
        }

        SparsityState after = before with
        {
            Layers = layers.ToEquatableArray(),
            Total = new CountRange(
                Math.Max(before.Total.Minimum, sum.Minimum),
                Math.Min(MostInAll(demand, before), sum.Maximum)
            ),
            // Where every shape is known, it is of no layer.
            LeastShare =
                table.Total.HasValue || layers.Length == 0
                    ? before.LeastShare
                    : Math.Max(before.LeastShare, layers.Min(layer => layer.LeastShare)),
            Ranked = null,
        };
        CheckMayBeBeyond(demand, before, after);
        return after;
    }

    /// <summary>
    /// How much an amount of each layer leaves pruned in all, at most. After a ranking the layers' own ends do not say: not
    /// all of them can have lost the most.
    /// </summary>
    private long MostInAll(Demand demand, SparsityState state)
    {
        EquatableArray<PrunedLayer> layers = table.In(demand.Pruning);
        if (
            table.Total is not { } units
            || state.Total.Maximum == state.Layers.Sum(layer => layer.Pruned.Maximum)
            || layers.Any(layer => layer.Layer.Sparsity.HasValue || layer.Grain.Kind != Grain.Weight)
        )
        {
            return long.MaxValue;
        }

        decimal amount = demand.Asked.Maximum;
        long pruned = state.Total.Maximum;
        return demand.Kind switch
        {
            AmountKind.Count => pruned
                + layers.Sum(layer => Amount.ToPrune(demand.Kind, amount, layer.Layer.Scale, 0, 0)),
            // Each layer rounds by half a weight at most.
            AmountKind.Remove => pruned
                + (long)(amount * layers.Max(layer => layer.Layer.Scale) * (units - pruned) + (layers.Count / 2m)),
            _ => pruned
                + layers.Sum(layer =>
                    Math.Max(
                        0,
                        Amount.ToPrune(
                            demand.Kind,
                            amount,
                            layer.Layer.Scale,
                            table.Weights[layer.Index]!.Value,
                            state.Layers[layer.Index].Pruned.Minimum
                        )
                    )
                ),
        };
    }

    /// <summary>What a stage does to one layer.</summary>
    public LayerState Prune(Demand ofStage, PrunedLayer layer, long? weights, LayerState state)
    {
        Demand demand = ofStage.Of(layer.Layer);
        if (weights is not { } known)
        {
            if (!demand.Kind.IsTarget())
            {
                return state;
            }

            decimal share = demand.TargetShare;
            checks.CheckShareRises(demand, layer, share, state.LeastShare);
            return state with { LeastShare = Math.Max(share, state.LeastShare) };
        }

        if (layer.Units is not { } units)
        {
            return state.Widen(known);
        }

        CountRange pruned = state.PrunedIn(units);
        bool isMixed = state.IsMixedIn(units);
        CountRange after = demand.After(units.Count, pruned);
        if (!demand.IsOwn)
        {
            checks.CheckPrunesSomething(demand, layer, units.Count, after, pruned);
            checks.CheckRises(demand, layer, units.Count, after, pruned, state.IsOpen || state.IsRanked || isMixed);
            if (isMixed && !state.IsRanked)
            {
                checks.CheckMayFall(demand, layer, units.Count, after, pruned, state.Decider);
            }
        }

        long capacity = units.Count - layer.Kept;
        // The more is pruned before, the more afterwards: most layers keep enough whatever was.
        long? most = after.Maximum > capacity ? demand.MostAfter(units.Count, pruned) : null;
        if (layer.Grain.Kind == Grain.NOfM && pruned.Maximum > 0 && state.Groups != layer.Grain)
        {
            // What is pruned already may lie where the grain prunes, or elsewhere; a group that has weights keeps one.
            isMixed = true;
            long added = after.Maximum;
            after = new CountRange(
                Math.Max(pruned.Minimum, after.Minimum),
                Math.Max(pruned.Maximum, Math.Min(units.Count - 1, pruned.Maximum + added))
            );
            most =
                pruned.Minimum < units.Count - 1
                    ? Math.Min(units.Count - 1, Math.Min(pruned.Maximum, units.Count - 2) + added)
                    : null;
        }

        long? least = Demand.LeastAfter(after, pruned);
        checks.CheckLeavesSome(demand, layer, units.Count, layer.Kept, after, state.IsOpen || isMixed ? least : most);
        if (isMixed && most > capacity && !(least > capacity))
        {
            checks.CheckMayLeaveLess(demand, layer, units.Count, capacity, pruned, state.Decider);
        }

        if (demand is { IsOwn: false } && demand.Kind.IsTarget() && !state.IsRanked)
        {
            LayerState reached = state.After(layer, units, demand.Reached(after, pruned, capacity));
            return units.Size == 1 ? reached with { IsMixed = false, IsSearched = false } : reached;
        }

        LayerState next = state.After(layer, units, after.Within(pruned, capacity));
        return isMixed && !next.IsMixed && !next.Pruned.IsExact ? next with { IsMixed = true } : next;
    }

    private void CheckMayBeBeyond(Demand demand, SparsityState before, SparsityState after)
    {
        foreach (PrunedLayer layer in table.In(demand.Pruning))
        {
            if (before.Layers[layer.Index] is { IsRanked: true, IsOpen: false } state && layer.Units is { } units)
            {
                checks.CheckMayBeBeyond(demand.Of(layer.Layer), layer, units, state.PrunedIn(units), after.Total);
            }
        }
    }
}
