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
    private readonly HashSet<int> _ofRound;
    private readonly Dictionary<int, int> _runs = [];
    private readonly Dictionary<int, Interval> _afterStages = [];
    private int _depth;
    private int _steps;
    private int _round;

    private SparsityWalk(
        BoundRecipe recipe,
        ModelShape model,
        LayerChoice choice,
        ParameterValues values,
        CancellationToken cancellationToken
    )
    {
        _choice = choice;
        _values = values;
        _cancellationToken = cancellationToken;
        _ofRound =
        [
            .. recipe
                .Stages.Flatten()
                .OfType<BoundRepeat>()
                .Where(repeat => UsesRound(repeat.Body))
                .Select(repeat => repeat.Number),
        ];
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
        var walk = new SparsityWalk(recipe, model, choice, values, cancellationToken);
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
                BoundPrune { Pruning: { Amount: { } amount } pruning } => Prune(stage.Number, pruning, amount, state),
                BoundTrain { During.Count: > 0 } train => Train(train, state),
                BoundUnify { Pruning: { Amount: { } pruned } blocks } => Prune(stage.Number, blocks, pruned, state),
                BoundSearch { Pruning: { Amount: { } kept } weights } => Prune(stage.Number, weights, kept, state),
                // How much is learned is known afterwards.
                BoundSearch => Widen(state) with { IsPruned = true },
                BoundShrink => state with { IsShrunk = true, Last = null },
                BoundRepeat { Count: { } count } repeat => Repeat(repeat, ValueOf(count.Value), state),
                _ => state,
            };
            if (state.IsShrunk)
            {
                _afterStages.Remove(stage.Number);
            }
            else if (_totalUnits is { } units && units > 0)
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
                    state = PruneAlong(train.Number, pruning, ramp.Start, end, state);
                    break;
                case BoundStraightThrough { Pruning: { Amount: { } end } pruning } through:
                    state = PruneAlong(train.Number, pruning, through.Start, end, state);
                    break;
                case BoundConstrain { Pruning: { Amount: { } target } pruning }:
                    // Nothing is pruned yet, but that it could be is asked already.
                    _ = Prune(train.Number, pruning, target, state);
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

    private SparsityState PruneAlong(
        int stage,
        BoundPruning pruning,
        Located<Operand>? start,
        Located<Operand> end,
        SparsityState state
    )
    {
        if (start is { } first)
        {
            state = Prune(stage, run: 0, pruning, first, state);
        }

        return Prune(stage, pruning, end, state);
    }

    private SparsityState Repeat(BoundRepeat repeat, Interval rounds, SparsityState state)
    {
        SparsityState? exit = rounds.Minimum == 0 ? state : null;
        int outer = _round;
        bool isOfRound = _ofRound.Contains(repeat.Number);
        _depth++;
        for (int round = 1; round <= rounds.Maximum; round++)
        {
            _round = round;
            _steps += isOfRound ? 1 : 0;
            SparsityState next = Walk(repeat.Body, state);
            bool isExhausted = _steps > MaximumSteps;
            if (isExhausted)
            {
                next = Widen(next);
            }

            // A round that changes nothing is the last one, unless another number could.
            bool isLast = isExhausted || (next == state && !isOfRound);
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
        _round = outer;
        return exit ?? state;
    }

    private static bool UsesRound(EquatableArray<BoundStage> stages) =>
        stages
            .Flatten()
            .Any(stage =>
                stage is BoundRepeat { Count.Value.IsRound: true }
                || stage.Prunings().Any(pruning => pruning.Amount is { Value.IsRound: true })
            );

    private Interval ValueOf(Operand operand) => operand.IsRound ? Interval.Of(_round) : _values.Of(operand);

    private int NextRun(int stage) => _runs[stage] = (_runs.TryGetValue(stage, out int runs) ? runs : 0) + 1;

    private SparsityState Prune(int stage, BoundPruning pruning, Located<Operand> amount, SparsityState state) =>
        Prune(stage, NextRun(stage), pruning, amount, state);

    private SparsityState Prune(int stage, int run, BoundPruning pruning, Located<Operand> amount, SparsityState state)
    {
        if (state.IsShrunk)
        {
            return state with { IsPruned = true };
        }

        AmountKind kind = pruning.AmountKind;
        var target = new PruneTarget(kind, amount.Value, pruning.Allocation, pruning.Grain.Value);
        if (kind.IsTarget() && state.Last == target)
        {
            return state;
        }

        _steps += _units.Length;
        Interval values = ValueOf(amount.Value);
        // The end that prunes least comes first.
        Interval asked = kind == AmountKind.Keep ? new Interval(values.Maximum, values.Minimum) : values;
        var demand = new Demand(stage, run, amount.Span, kind, asked, 1, IsOwn: false, pruning);
        bool isOfWeights = _choice.Layers.All(layer => layer.GrainOf(pruning).Value.Kind == Grain.Weight);
        state =
            kind == AmountKind.Flops ? Widen(state)
            : pruning.Allocation == Allocation.Layer
                ? PruneLayers(demand, state, isOfWeights ? MostInAll(demand, state) : long.MaxValue)
            : PruneTogether(demand, isOfWeights, state);
        return state with
        {
            Last = kind.IsTarget() ? target : null,
            IsPruned = state.IsPruned || asked.Maximum != (kind == AmountKind.Keep ? 1 : 0),
        };
    }

    /// <param name="demand">What is asked of the layers.</param>
    /// <param name="state">What is known before.</param>
    /// <param name="most">How much is pruned in all afterwards, at most.</param>
    private SparsityState PruneLayers(Demand demand, SparsityState state, long most)
    {
        var layers = ImmutableArray.CreateBuilder<LayerState>(_units.Length);
        for (int i = 0; i < _units.Length; i++)
        {
            ChosenLayer layer = _choice.Layers[i];
            layers.Add(PruneLayer(demand.Of(layer), layer, _units[i], state.Layers[i]));
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
            Ranked = null,
        };
        CheckMayBeBeyond(demand, state, next);
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

        long? most = demand.MostAfter(units.Count, pruned);
        if (grain.Kind == Grain.NOfM && pruned.Maximum > 0 && state.Grain != grain)
        {
            // What is pruned already may lie where the grain prunes, or elsewhere; a group that has weights keeps one.
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

        long kept = demand.Pruning.Protection.Kept(units.Count);
        CheckLeavesSome(demand, where, units.Count, kept, after, pruned, most, state.IsOpen);
        CountRange clamped = Clamp(after, pruned, units.Count - kept);
        return state with
        {
            Pruned = new CountRange(clamped.Minimum * units.Size, clamped.Maximum * units.Size),
            Grain = grain,
        };
    }

    /// <summary>What asks for a share of all layers together: one ranking, or what the shapes of the layers say.</summary>
    private SparsityState PruneTogether(Demand demand, bool isOfWeights, SparsityState state)
    {
        if (_totalUnits.HasValue && SharedLayer.Of(_choice, demand.Pruning, state) is { } layers)
        {
            return PruneTogether(demand, layers, state);
        }

        if (!isOfWeights || !demand.Kind.IsTarget())
        {
            return Widen(state);
        }

        decimal share = demand.TargetShare;
        CheckShareRises(demand, AllLayers, share, state.LeastShare);
        return Widen(state) with { LeastShare = Math.Max(share, state.LeastShare) };
    }

    private SparsityState PruneTogether(Demand demand, SharedLayer[] layers, SparsityState state)
    {
        Allocation allocation = demand.Pruning.Allocation;
        CountRange before = SharedLayer.Total(layers, demand.Pruning, state);
        long units = layers.Sum(layer => layer.Units.Count);
        CheckPrunesSomething(demand, AllLayers, units, before.Minimum);
        CountRange after = demand.After(units, before);
        bool isOpen = state.Layers.Any(layer => layer.IsOpen);
        CheckRises(demand, AllLayers, units, after, before, isOpen);
        long kept = SharedLayer.Shares(allocation, layers, layer => layer.Pruned.Minimum).Sum(share => share.Least);
        CheckLeavesSome(demand, AllLayers, units, kept, after, before, demand.MostAfter(units, before), isOpen);
        CountRange total = Clamp(after, before, units - kept);

        LayerShare[] shares = SharedLayer.Shares(allocation, layers, layer => layer.Pruned.Maximum);
        CountRange[] pruned =
            allocation == Allocation.Global || layers.Any(layer => !layer.Pruned.IsExact)
                ? SharedLayer.Rank(layers, shares, before, total)
                : SharedLayer.Divide(layers, shares, total);
        bool isOfWeights = layers.All(layer => layer.Units.Size == 1);
        return state with
        {
            Layers = layers
                .Select((layer, i) => layer.After(pruned[i], isRanked: allocation == Allocation.Global))
                .ToEquatableArray(),
            Total = isOfWeights
                ? total
                : new CountRange(
                    pruned.Select((range, i) => range.Minimum * layers[i].Units.Size).Sum(),
                    pruned.Select((range, i) => range.Maximum * layers[i].Units.Size).Sum()
                ),
            Ranked = isOfWeights ? null : new RankedUnits(demand.Pruning.Grain.Value, total),
        };
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
    private void CheckMayBeBeyond(Demand demand, SparsityState before, SparsityState after)
    {
        for (int i = 0; i < _units.Length; i++)
        {
            ChosenLayer choice = _choice.Layers[i];
            LayerState layer = before.Layers[i];
            Demand own = demand.Of(choice);
            if (
                !layer.IsRanked
                || layer.IsOpen
                || own.IsOwn
                || !own.Kind.IsTarget()
                || Problems.Contains(own.Stage, Rules.SparsityFalls)
                || _totalUnits is not { } total
                || GrainUnits.Of(choice.Shape, choice.GrainOf(own.Pruning).Value) is not { } units
            )
            {
                continue;
            }

            long target = Amount.ToPrune(own.Kind, own.Asked.Minimum, own.Scale, units.Count, 0);
            if (target * units.Size >= layer.Pruned.Minimum && target * units.Size < layer.Pruned.Maximum)
            {
                string where = $"'{choice.Shape.WeightPath}'";
                Report(
                    Rules.LayerMayBeBeyond,
                    own,
                    where,
                    isOfRanking: false,
                    Share(target, units.Count),
                    where,
                    Share(layer.Pruned.Maximum, units.Count * units.Size),
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
    private void CheckLeavesSome(
        Demand demand,
        string where,
        long units,
        long kept,
        CountRange after,
        CountRange before,
        long? most,
        bool isOpen
    )
    {
        if (isOpen)
        {
            most = after.Minimum > before.Maximum ? after.Minimum : null;
        }

        if (most is { } pruned && pruned > units - kept)
        {
            Report(
                Rules.LayerEmptied,
                demand,
                where,
                isOfRanking: !after.IsExact,
                Display.Count(pruned),
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
            Total = new CountRange(state.Total.Minimum, _totalUnits ?? 0),
            Last = null,
            Ranked = null,
        };

    private static LayerState Widen(LayerState state, long weights) =>
        state with
        {
            Pruned = new CountRange(state.Pruned.Minimum, weights),
            IsOpen = true,
            Grain = null,
        };

    private static CountRange Clamp(CountRange after, CountRange before, long most) =>
        new(
            Math.Max(before.Minimum, Math.Min(most, after.Minimum)),
            Math.Max(before.Maximum, Math.Min(most, after.Maximum))
        );
}
