namespace PruningRecipes.Language;

/// <summary>What a stage asks of a layer, or of all of them (a layer that is null), against what may be pruned before.</summary>
internal sealed class DemandChecks(LayerTable table, ParameterValues values)
{
    public SparsityProblems Problems { get; } = new();

    /// <summary>PRN3003: the masks only grow.</summary>
    public void CheckRises(
        Demand demand,
        PrunedLayer? layer,
        long units,
        CountRange after,
        CountRange before,
        bool isOpen
    )
    {
        long least = isOpen ? before.Minimum : before.Maximum;
        if (demand.Kind.IsTarget() && after.Minimum < least && !IsKnown(Rules.SparsityFalls, demand, layer))
        {
            Report(
                Rules.SparsityFalls,
                demand,
                layer,
                isOfRanking: !before.IsExact,
                NameOf(layer),
                $"{Share(after.Minimum, units)} ({Display.Count(after.Minimum)} of {Display.Count(units)} {demand.Units}) is",
                $"{Share(least, units)} ({Display.Count(least)}) is"
            );
        }
    }

    /// <summary>PRN3003 where shapes are unknown.</summary>
    public void CheckShareRises(Demand demand, PrunedLayer? layer, decimal share, decimal least)
    {
        if (!demand.IsOwn && share < least && !IsKnown(Rules.SparsityFalls, demand, layer))
        {
            Report(
                Rules.SparsityFalls,
                demand,
                layer,
                isOfRanking: false,
                NameOf(layer),
                $"{Display.Percent(share)} is",
                $"{Display.Percent(least)} is"
            );
        }
    }

    /// <summary>PRN3015: where a ranking has decided, a layer may be beyond its target, and then stays as it is.</summary>
    /// <param name="demand">What is asked of the layer.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="units">Its units.</param>
    /// <param name="pruned">How many of them are pruned before.</param>
    /// <param name="total">How many weights are pruned in all afterwards.</param>
    public void CheckMayBeBeyond(
        Demand demand,
        PrunedLayer layer,
        GrainUnits units,
        CountRange pruned,
        CountRange total
    )
    {
        if (
            demand.IsOwn
            || !demand.Kind.IsTarget()
            || Problems.Contains(demand.Stage, Rules.SparsityFalls)
            || table.Total is not { } weights
        )
        {
            return;
        }

        long target = Amount.ToPrune(demand.Kind, demand.Asked.Minimum, demand.Scale, units.Count, 0);
        if (target >= pruned.Minimum && target < pruned.Maximum && !IsKnown(Rules.LayerMayBeBeyond, demand, layer))
        {
            Report(
                Rules.LayerMayBeBeyond,
                demand,
                layer,
                isOfRanking: false,
                "the ranking of all layers together",
                Share(target, units.Count),
                NameOf(layer),
                Share(pruned.Maximum, units.Count),
                $"the layer then stays as it is, and all layers together end at {Share(total.Minimum, weights)} to {Share(total.Maximum, weights)}"
            );
        }
    }

    /// <summary>PRN3029: where only the run says how many are pruned, the sparsity may have to fall.</summary>
    public void CheckMayFall(
        Demand demand,
        PrunedLayer? layer,
        long units,
        CountRange after,
        CountRange before,
        string decider
    )
    {
        if (demand.Kind.IsTarget() && after.Minimum >= before.Minimum && after.Minimum < before.Maximum)
        {
            ReportMayFail(demand, layer, units, after.Minimum, before.Maximum, decider);
        }
    }

    /// <summary>PRN3029: where only the run says how many are pruned, too few may be left.</summary>
    public void CheckMayLeaveLess(
        Demand demand,
        PrunedLayer? layer,
        long units,
        long capacity,
        CountRange before,
        string decider
    ) => ReportMayFail(demand, layer, units, demand.MostBefore(units, before, capacity), before.Maximum, decider);

    private void ReportMayFail(Demand demand, PrunedLayer? layer, long units, long least, long most, string decider)
    {
        if (!IsKnown(Rules.RunMayFail, demand, layer))
        {
            Report(
                Rules.RunMayFail,
                demand,
                layer,
                isOfRanking: false,
                decider,
                Share(least, units),
                $"the {demand.Units} of {NameOf(layer)}",
                Share(most, units)
            );
        }
    }

    /// <summary>PRN5003: an amount is at least one weight, a relative one in every round.</summary>
    public void CheckPrunesSomething(Demand demand, PrunedLayer? layer, long units, CountRange after, CountRange before)
    {
        bool isAsked = demand.Run == 1 || (demand.Run > 1 && demand.Kind == AmountKind.Remove);
        if (!isAsked || !values.AreExact || demand.Scale == 0)
        {
            return;
        }

        bool isTarget = demand.Kind.IsTarget();
        if (after.Minimum != (isTarget ? 0 : before.Minimum) || IsKnown(Rules.PrunesNothing, demand, layer))
        {
            return;
        }

        long left = units - (isTarget ? 0 : before.Minimum);
        decimal value = demand.Asked.Maximum;
        decimal share = isTarget ? Amount.TargetSparsity(demand.Kind, value) : value;
        Report(
            Rules.PrunesNothing,
            demand,
            layer,
            isOfRanking: false,
            demand.Run == 1 ? ""
                : demand.Depth == 1 ? $"from round {Display.Count(demand.Run)} on, "
                : $"from run {Display.Count(demand.Run)} of the stage on, ",
            NameOf(layer),
            demand.Kind == AmountKind.Count
                ? Display.Number(value * demand.Scale)
                : Display.Percent(share * demand.Scale),
            Display.Count(left),
            demand.Units,
            LeastUseful(left)
        );
    }

    private static string LeastUseful(long units)
    {
        if (units <= 1)
        {
            return units == 0 ? "nothing of it is left" : "its last weight is always kept";
        }

        // Half a weight rounds to none: the least is anything above it, here to two digits.
        decimal half = 50m / units;
        decimal step = 0.1m;
        while (step * 10 > half)
        {
            step /= 10;
        }

        return $"it takes {Display.Number((decimal.Floor(half / step) + 1) * step)}% to prune one";
    }

    /// <summary>PRN5004: every layer keeps what is protected of it.</summary>
    /// <param name="demand">What is asked of the layer.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="units">Its units.</param>
    /// <param name="kept">How many of them are kept at least.</param>
    /// <param name="after">How many are pruned afterwards.</param>
    /// <param name="most">How many are pruned afterwards at most, if any of them is pruned by this.</param>
    public void CheckLeavesSome(Demand demand, PrunedLayer? layer, long units, long kept, CountRange after, long? most)
    {
        if (most is not { } pruned || pruned <= units - kept || IsKnown(Rules.LayerEmptied, demand, layer))
        {
            return;
        }

        Report(
            Rules.LayerEmptied,
            demand,
            layer,
            isOfRanking: !after.IsExact,
            Display.Count(pruned),
            Display.Count(units),
            demand.Units,
            NameOf(layer),
            kept == 1 ? "one"
                : kept == table.Count && layer is null ? $"{Display.Count(kept)}, one of each layer,"
                : Display.Count(kept)
        );
    }

    /// <summary>Whether it is told already, of this layer now too: most of a message is the same for all layers.</summary>
    private bool IsKnown(Rule rule, Demand demand, PrunedLayer? layer) =>
        Problems.AddLayer(demand.Stage, rule, layer?.Index);

    private void Report(Rule rule, Demand demand, PrunedLayer? layer, bool isOfRanking, params string[] arguments) =>
        Problems.Add(
            new SparsityProblem(
                demand.Stage,
                rule,
                demand.Span,
                layer?.Index,
                arguments.ToEquatableArray(),
                isOfRanking && values.AreExact
            )
        );

    private string NameOf(PrunedLayer? layer) => table.NameOf(layer?.Index);

    private static string Share(long pruned, long units) => Display.RoundedPercent((decimal)pruned / units);
}
