using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>
/// The stages of a recipe, run over counts instead of weights, with the parameters at some values. All amounts grow with
/// what is asked for and with what is pruned already, so the ends of the intervals are exact for each layer.
/// </summary>
internal sealed class SparsityWalk
{
    /// <summary>How many layers are looked at, over all rounds, before the rest is taken as unknown.</summary>
    private const int MaximumSteps = 25_000;

    private const string AllLayers = "all layers together";

    private readonly LayerChoice _choice;
    private readonly ParameterValues _values;
    private readonly CancellationToken _cancellationToken;
    private readonly ImmutableArray<long?> _units;
    private readonly long? _totalUnits;
    private readonly Dictionary<int, int> _runs = [];
    private readonly Dictionary<int, Interval> _afterStages = [];
    private int _depth;
    private int _steps;

    private SparsityWalk(
        ModelShape model,
        LayerChoice choice,
        ParameterValues values,
        CancellationToken cancellationToken
    )
    {
        _choice = choice;
        _values = values;
        _cancellationToken = cancellationToken;
        _units = [.. choice.Layers.Select(layer => layer.Shape.WeightCount)];
        _totalUnits = model.IsComplete && _units.All(units => units.HasValue) ? _units.Sum() : null;
        Final = SparsityState.Dense(_units.Length);
    }

    /// <summary>What is wrong.</summary>
    public SparsityProblems Problems { get; } = new();

    /// <summary>What is known at the end.</summary>
    public SparsityState Final { get; private set; }

    /// <summary>The sparsity after each stage, where it is known.</summary>
    public IReadOnlyDictionary<int, Interval> AfterStages => _afterStages;

    public static SparsityWalk Over(
        BoundRecipe recipe,
        ModelShape model,
        LayerChoice choice,
        ParameterValues values,
        CancellationToken cancellationToken
    )
    {
        var walk = new SparsityWalk(model, choice, values, cancellationToken);
        walk.Final = walk.Walk(recipe.Stages, walk.Final);
        return walk;
    }

    private SparsityState Walk(EquatableArray<BoundStage> stages, SparsityState state)
    {
        foreach (BoundStage stage in stages)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            state = stage switch
            {
                BoundPrune { Pruning: { Amount: { } amount } pruning } => Prune(
                    stage.Number,
                    NextRun(stage.Number),
                    pruning,
                    amount,
                    state
                ),
                BoundTrain { During.Count: > 0 } train => Train(train, state),
                BoundRepeat { Count: { } count } repeat => Repeat(repeat, _values.Of(count.Value), state),
                _ => state,
            };
            if (_totalUnits is { } units && units > 0)
            {
                _afterStages[stage.Number] = new Interval(
                    (decimal)state.Total.Minimum / units,
                    (decimal)state.Total.Maximum / units
                );
            }
        }

        return state;
    }

    private SparsityState Train(BoundTrain train, SparsityState state)
    {
        foreach (BoundAction action in train.During)
        {
            switch (action)
            {
                case BoundRamp { Pruning: { Amount: { } end } pruning } ramp:
                    if (ramp.Start is { } start)
                    {
                        state = Prune(train.Number, run: 0, pruning, start, state);
                    }

                    state = Prune(train.Number, NextRun(train.Number), pruning, end, state);
                    break;
                case BoundRewire when !state.IsPruned:
                    Problems.Add(
                        new SparsityProblem(train.Number, Rules.NothingToRewire, action.Word.Span, "", [], false)
                    );
                    break;
            }
        }

        return state;
    }

    private SparsityState Repeat(BoundRepeat repeat, Interval rounds, SparsityState state)
    {
        SparsityState? exit = rounds.Minimum == 0 ? state : null;
        _depth++;
        for (int round = 1; round <= rounds.Maximum; round++)
        {
            SparsityState next = Walk(repeat.Body, state);
            bool isExhausted = _steps > MaximumSteps;
            if (isExhausted)
            {
                next = Widen(next);
            }

            bool isLast = isExhausted || next == state;
            if (isLast || round >= rounds.Minimum)
            {
                exit = exit is null ? next : exit.Join(next);
            }

            if (isLast)
            {
                break;
            }

            state = next;
        }

        _depth--;
        return exit ?? state;
    }

    private int NextRun(int stage) => _runs[stage] = (_runs.TryGetValue(stage, out int runs) ? runs : 0) + 1;

    private SparsityState Prune(int stage, int run, BoundPruning pruning, Located<Operand> amount, SparsityState state)
    {
        AmountKind kind = pruning.AmountKind;
        var target = new PruneTarget(kind, amount.Value, pruning.Allocation, pruning.Grain.Value);
        if (kind.IsTarget() && state.Last == target)
        {
            return state;
        }

        _steps += _units.Length;
        Interval values = _values.Of(amount.Value);
        // The end that prunes least comes first.
        Interval asked = kind == AmountKind.Keep ? new Interval(values.Maximum, values.Minimum) : values;
        var demand = new Demand(stage, run, amount.Span, kind, asked, 1, IsOwn: false, pruning);
        bool isOfWeights = _choice.Layers.All(layer => layer.GrainOf(pruning).Value.Kind == Grain.Weight);
        state = pruning.Allocation switch
        {
            _ when kind == AmountKind.Flops => Widen(state),
            Allocation.Global when isOfWeights => PruneGlobally(demand, state),
            Allocation.Erk or Allocation.Er when isOfWeights => PruneByDensity(demand, state),
            Allocation.Layer => PruneLayers(
                state,
                (layer, _) => OfLayer(demand, layer),
                isOfWeights ? MostInAll(demand, state) : long.MaxValue
            ),
            Allocation.UniformPlus => PruneLayers(state, (_, i) => OfUniformPlus(demand, i)),
            _ => Widen(state),
        };
        return state with
        {
            Last = kind.IsTarget() ? target : null,
            IsPruned = state.IsPruned || asked.Maximum != (kind == AmountKind.Keep ? 1 : 0),
        };
    }

    private static Demand? OfLayer(Demand demand, ChosenLayer layer) =>
        demand.Pruning.Grain.Value.Kind == Grain.NOfM ? demand with { IsOwn = true }
        : layer.Sparsity is { } own ? demand with { Kind = AmountKind.Sparsity, Asked = Interval.Of(own), IsOwn = true }
        : demand with { Scale = layer.Scale };

    /// <summary>The first convolution stays dense, the last layer at most 80% sparse (Gale et al., 2019).</summary>
    private Demand? OfUniformPlus(Demand demand, int index)
    {
        const decimal MostOfLast = 0.8m;
        if (index == 0 && _choice.Layers[0].Shape.Kind != LayerKind.Linear)
        {
            return null;
        }

        return index == _units.Length - 1 && demand.Kind.IsTarget()
            ? demand with
            {
                Kind = AmountKind.Sparsity,
                Asked = new Interval(
                    Math.Min(MostOfLast, Amount.TargetSparsity(demand.Kind, demand.Asked.Minimum)),
                    Math.Min(MostOfLast, Amount.TargetSparsity(demand.Kind, demand.Asked.Maximum))
                ),
            }
            : demand;
    }

    /// <param name="state">What is known before.</param>
    /// <param name="demandOf">What is asked of a layer; null for nothing.</param>
    /// <param name="most">How much is pruned in all afterwards, at most.</param>
    private SparsityState PruneLayers(
        SparsityState state,
        Func<ChosenLayer, int, Demand?> demandOf,
        long most = long.MaxValue
    )
    {
        var layers = ImmutableArray.CreateBuilder<LayerState>(_units.Length);
        for (int i = 0; i < _units.Length; i++)
        {
            ChosenLayer layer = _choice.Layers[i];
            layers.Add(
                demandOf(layer, i) is { } demand
                    ? PruneLayer(demand, layer, _units[i], state.Layers[i])
                    : state.Layers[i]
            );
        }

        var after = new EquatableArray<LayerState>(layers.MoveToImmutable());
        SparsityState next = state with
        {
            Layers = after,
            Total = new CountRange(
                Math.Max(state.Total.Minimum, after.Sum(layer => layer.Pruned.Minimum)),
                Math.Min(most, after.Sum(layer => layer.Pruned.Maximum))
            ),
            LeastShare = after.Count == 0 ? 0 : Math.Max(state.LeastShare, after.Min(layer => layer.LeastShare)),
        };
        CheckMayBeBeyond(demandOf, state, next);
        return next;
    }

    /// <summary>
    /// How much an amount of each layer leaves pruned in all, at most. After a ranking the layers' own ends do not say: not
    /// all of them can have lost the most.
    /// </summary>
    private long MostInAll(Demand demand, SparsityState state)
    {
        if (_totalUnits is not { } units || _choice.Layers.Any(layer => layer.Sparsity.HasValue))
        {
            return long.MaxValue;
        }

        decimal amount = demand.Asked.Maximum;
        long pruned = state.Total.Maximum;
        return demand.Kind switch
        {
            AmountKind.Count => pruned
                + _choice.Layers.Sum(layer => Amount.ToPrune(demand.Kind, amount, layer.Scale, 0, 0)),
            // Each layer rounds by half a weight at most.
            AmountKind.Remove => pruned
                + (long)(amount * _choice.Layers.Max(layer => layer.Scale) * (units - pruned) + (_units.Length / 2m)),
            _ => pruned
                + _choice
                    .Layers.Select(
                        (layer, i) =>
                            Amount.ToPrune(
                                demand.Kind,
                                amount,
                                layer.Scale,
                                _units[i]!.Value,
                                state.Layers[i].Pruned.Minimum
                            )
                    )
                    .Sum(added => Math.Max(0, added)),
        };
    }

    private LayerState PruneLayer(Demand demand, ChosenLayer layer, long? weights, LayerState state)
    {
        string path = layer.Shape.WeightPath;
        if (weights is not { } known)
        {
            if (!demand.Kind.IsTarget())
            {
                return state;
            }

            decimal share = demand.TargetShare;
            CheckShareRises(demand, $"'{path}'", share, state.LeastShare);
            return state with { LeastShare = Math.Max(share, state.LeastShare) };
        }

        GrainSpec grain = layer.GrainOf(demand.Pruning).Value;
        if (GrainUnits.Of(layer.Shape, grain) is not { } units || !state.IsWholeIn(grain))
        {
            return Widen(state, known);
        }

        string where = $"'{path}'";
        var pruned = new CountRange(state.Pruned.Minimum / units.Size, state.Pruned.Maximum / units.Size);
        if (!demand.IsOwn)
        {
            CheckPrunesSomething(demand, where, units.Count, pruned.Minimum);
        }

        CountRange after = demand.After(units.Count, pruned);
        if (!demand.IsOwn)
        {
            CheckRises(demand, where, units.Count, after, pruned, state.IsOpen || state.IsRanked);
        }

        long kept = demand.Pruning.Protection.Kept(units.Count);
        CheckLeavesSome(demand, where, units.Count, kept, after, state.IsOpen);
        CountRange clamped = Clamp(after, pruned, units.Count - kept);
        return state with
        {
            Pruned = new CountRange(clamped.Minimum * units.Size, clamped.Maximum * units.Size),
            Grain = grain,
        };
    }

    private SparsityState PruneGlobally(Demand demand, SparsityState state)
    {
        if (_totalUnits is not { } units)
        {
            decimal share = demand.Kind.IsTarget() ? demand.TargetShare : 0;
            if (demand.Kind.IsTarget())
            {
                CheckShareRises(demand, AllLayers, share, state.LeastShare);
            }

            return Widen(state) with
            {
                LeastShare = Math.Max(share, state.LeastShare),
            };
        }

        CheckPrunesSomething(demand, AllLayers, units, state.Total.Minimum);
        CountRange total = TotalAfter(demand, units, state);
        long most = units - KeptInAll(demand.Pruning);
        return state with
        {
            Total = total,
            Layers = state
                .Layers.Select((layer, i) => Rank(layer, _units[i]!.Value, state.Total, total, most))
                .ToEquatableArray(),
        };
    }

    /// <summary>How much is pruned in all, once a stage has asked for a share of all layers together.</summary>
    private CountRange TotalAfter(Demand demand, long units, SparsityState state)
    {
        CountRange after = demand.After(units, state.Total);
        bool isOpen = state.Layers.Any(layer => layer.IsOpen);
        CheckRises(demand, AllLayers, units, after, state.Total, isOpen);
        long kept = KeptInAll(demand.Pruning);
        CheckLeavesSome(demand, AllLayers, units, kept, after, isOpen: false);
        return Clamp(after, state.Total, units - kept);
    }

    private long KeptInAll(BoundPruning pruning) => _units.Sum(units => pruning.Protection.Kept(units ?? 1));

    /// <summary>Under <c>erk</c> and <c>er</c>, each layer has the density that its shape gives it.</summary>
    private SparsityState PruneByDensity(Demand demand, SparsityState state)
    {
        if (_totalUnits is not { } units || units == 0)
        {
            return Widen(state);
        }

        CountRange total = TotalAfter(demand, units, state);
        decimal[] most = _choice.Densities(demand.Pruning.Allocation, 1 - (decimal)total.Minimum / units);
        decimal[] least = _choice.Densities(demand.Pruning.Allocation, 1 - (decimal)total.Maximum / units);
        return PruneLayers(
            state,
            (_, i) =>
                demand with
                {
                    Kind = AmountKind.Sparsity,
                    Asked = new Interval(1 - most[i], 1 - least[i]),
                    IsOwn = true,
                }
        );
    }

    /// <summary>What a ranking over all layers leaves open for one of them.</summary>
    private static LayerState Rank(LayerState layer, long units, CountRange before, CountRange total, long most)
    {
        long added = total.Maximum - before.Minimum;
        long othersAtMost = most - (units - 1);
        return new LayerState(
            new CountRange(
                Math.Max(layer.Pruned.Minimum, total.Minimum - othersAtMost),
                Math.Min(units - 1, layer.Pruned.Maximum + added)
            ),
            layer.IsOpen,
            layer.LeastShare,
            default(GrainSpec),
            IsRanked: true
        );
    }

    /// <summary>PRN3003: the masks only grow.</summary>
    private void CheckRises(Demand demand, string where, long units, CountRange after, CountRange before, bool isOpen)
    {
        long least = isOpen ? before.Minimum : before.Maximum;
        if (demand.Kind.IsTarget() && after.Minimum < least)
        {
            Report(
                Rules.SparsityFalls,
                demand,
                where,
                isOfRanking: !before.IsExact,
                where,
                $"{Share(after.Minimum, units)} ({Display.Count(after.Minimum)} of {Display.Count(units)} {demand.Units}) is",
                $"{Share(least, units)} ({Display.Count(least)}) is"
            );
        }
    }

    private void CheckShareRises(Demand demand, string where, decimal share, decimal least)
    {
        if (!demand.IsOwn && share < least)
        {
            Report(
                Rules.SparsityFalls,
                demand,
                where,
                isOfRanking: false,
                where,
                $"{Display.Percent(share)} is",
                $"{Display.Percent(least)} is"
            );
        }
    }

    /// <summary>PRN3015: where a ranking has decided, a layer may be beyond its target, and then stays as it is.</summary>
    private void CheckMayBeBeyond(Func<ChosenLayer, int, Demand?> demandOf, SparsityState before, SparsityState after)
    {
        for (int i = 0; i < _units.Length; i++)
        {
            LayerState layer = before.Layers[i];
            if (
                !layer.IsRanked
                || layer.IsOpen
                || demandOf(_choice.Layers[i], i) is not { IsOwn: false } demand
                || !demand.Kind.IsTarget()
                || Problems.Contains(demand.Stage, Rules.SparsityFalls)
                || _units[i] is not { } units
                || _totalUnits is not { } total
            )
            {
                continue;
            }

            long target = Amount.ToPrune(demand.Kind, demand.Asked.Minimum, demand.Scale, units, 0);
            if (target >= layer.Pruned.Minimum && target < layer.Pruned.Maximum)
            {
                string where = $"'{_choice.Layers[i].Shape.WeightPath}'";
                Report(
                    Rules.LayerMayBeBeyond,
                    demand,
                    where,
                    isOfRanking: false,
                    Share(target, units),
                    where,
                    Share(layer.Pruned.Maximum, units),
                    Share(after.Total.Minimum, total),
                    Share(after.Total.Maximum, total)
                );
            }
        }
    }

    /// <summary>PRN5003: an amount is at least one weight, a relative one in every round.</summary>
    private void CheckPrunesSomething(Demand demand, string where, long units, long pruned)
    {
        bool isAsked = demand.Run == 1 || (demand.Run > 1 && demand.Kind == AmountKind.Remove);
        if (!isAsked || !_values.AreExact || demand.Scale == 0)
        {
            return;
        }

        long taken = demand.Kind.IsTarget() ? 0 : pruned;
        decimal value = demand.Asked.Maximum;
        if (Amount.ToPrune(demand.Kind, value, demand.Scale, units, taken) != 0)
        {
            return;
        }

        decimal share = demand.Kind.IsTarget() ? Amount.TargetSparsity(demand.Kind, value) : value;
        Report(
            Rules.PrunesNothing,
            demand,
            where,
            isOfRanking: false,
            demand.Run == 1 ? ""
                : _depth == 1 ? $"from round {Display.Count(demand.Run)} on, "
                : $"from run {Display.Count(demand.Run)} of the stage on, ",
            where,
            demand.Kind == AmountKind.Count
                ? Display.Number(value * demand.Scale)
                : Display.Percent(share * demand.Scale),
            Display.Count(units - taken),
            demand.Units,
            LeastUseful(units - taken)
        );
    }

    private static string LeastUseful(long units)
    {
        if (units == 1)
        {
            return "its last weight is always kept";
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
    private void CheckLeavesSome(Demand demand, string where, long units, long kept, CountRange after, bool isOpen)
    {
        long most = isOpen ? after.Minimum : after.Maximum;
        if (most > units - kept)
        {
            Report(
                Rules.LayerEmptied,
                demand,
                where,
                isOfRanking: !after.IsExact,
                Display.Count(most),
                Display.Count(units),
                demand.Units,
                where,
                kept == 1 ? "one"
                    : kept == _units.Length && where == AllLayers ? $"{Display.Count(kept)}, one of each layer,"
                    : Display.Count(kept)
            );
        }
    }

    private void Report(Rule rule, Demand demand, string where, bool isOfRanking, params string[] arguments) =>
        Problems.Add(
            new SparsityProblem(
                demand.Stage,
                rule,
                demand.Span,
                where,
                arguments.ToEquatableArray(),
                isOfRanking && _values.AreExact
            )
        );

    private static string Share(long pruned, long units) => Display.RoundedPercent((decimal)pruned / units);

    private SparsityState Widen(SparsityState state) =>
        state with
        {
            Layers = state.Layers.Select((layer, i) => Widen(layer, _units[i] ?? 0)).ToEquatableArray(),
            Total = new CountRange(state.Total.Minimum, Math.Max(0, (_totalUnits ?? 0) - _units.Length)),
            Last = null,
        };

    private static LayerState Widen(LayerState state, long weights) =>
        state with
        {
            Pruned = new CountRange(state.Pruned.Minimum, Math.Max(0, weights - 1)),
            IsOpen = true,
            Grain = null,
        };

    private static CountRange Clamp(CountRange after, CountRange before, long most) =>
        new(
            Math.Max(before.Minimum, Math.Min(most, after.Minimum)),
            Math.Max(before.Maximum, Math.Min(most, after.Maximum))
        );
}
