using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>
/// How much is pruned when: PRN3003, PRN5003 and PRN5004. The stages are run over counts instead of weights, once with
/// the parameters at their defaults and once with their whole ranges, as intervals. All amounts grow with what is asked
/// for and with what is pruned already, so the ends of the intervals are exact for each layer.
/// </summary>
internal sealed class SparsityRules
{
    /// <summary>How many layers are looked at, over all rounds, before the rest is taken as unknown.</summary>
    private const int MaximumSteps = 25_000;

    private const string AllLayers = "all layers together";

    private readonly BoundRecipe _recipe;
    private readonly LayerChoice _choice;
    private readonly FindingList _findings;
    private readonly CancellationToken _cancellationToken;
    private readonly ImmutableArray<long?> _units;
    private readonly long? _totalUnits;
    private readonly HashSet<(int Stage, Rule Rule)> _reported = [];
    private readonly HashSet<int> _visited = [];
    private readonly HashSet<int> _ofRound;
    private readonly Dictionary<int, Interval> _afterStages = [];
    private bool _isOverRanges;
    private int _steps;
    private int _round;

    public SparsityRules(
        BoundRecipe recipe,
        ModelShape model,
        LayerChoice choice,
        FindingList findings,
        CancellationToken cancellationToken
    )
    {
        _recipe = recipe;
        _choice = choice;
        _findings = findings;
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
    }

    /// <summary>With the parameters at their defaults, the sparsity after each stage, where it is known.</summary>
    public IReadOnlyDictionary<int, Interval> AfterStages => _afterStages;

    public void Check()
    {
        Walk(_recipe.Stages, SparsityState.Dense(_units.Length));
        if (_recipe.Parameters.Any(parameter => parameter.DeclaredRange is not null))
        {
            _isOverRanges = true;
            _steps = 0;
            Walk(_recipe.Stages, SparsityState.Dense(_units.Length));
        }
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
                BoundRepeat { Count: { } count } repeat => Repeat(repeat, RangeOf(count.Value), state),
                _ => state,
            };
            if (state.IsShrunk)
            {
                _afterStages.Remove(stage.Number);
            }
            else if (!_isOverRanges && _totalUnits is { } units && units > 0)
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
                case BoundRewire when !state.IsPruned && _reported.Add((train.Number, Rules.NothingToRewire)):
                    _findings.Report(Rules.NothingToRewire, action.Word.Span);
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
            // A ramp may well begin at nothing.
            bool isFirst = _visited.Add(stage);
            state = Prune(stage, pruning, first, state);
            if (isFirst)
            {
                _visited.Remove(stage);
            }
        }

        return Prune(stage, pruning, end, state);
    }

    private SparsityState Repeat(BoundRepeat repeat, Interval rounds, SparsityState state)
    {
        SparsityState? exit = rounds.Minimum == 0 ? state : null;
        int outer = _round;
        bool isOfRound = _ofRound.Contains(repeat.Number);
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

    private SparsityState Prune(int stage, BoundPruning pruning, Located<Operand> amount, SparsityState state)
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
        Interval values = RangeOf(amount.Value);
        // The end that prunes least comes first.
        Interval asked = kind == AmountKind.Keep ? new Interval(values.Maximum, values.Minimum) : values;
        var demand = new Demand(stage, amount.Span, kind, asked, 1, IsOwn: false, pruning);
        bool isOfWeights = _choice.Layers.All(layer => layer.GrainOf(pruning).Value.Kind == Grain.Weight);
        state =
            kind == AmountKind.Flops ? Widen(state)
            : pruning.Allocation == Allocation.Layer
                ? PruneLayers(
                    state,
                    layer => OfLayer(demand, layer),
                    isOfWeights ? MostInAll(demand, state.Total.Maximum) : long.MaxValue
                )
            : PruneTogether(demand, isOfWeights, state);
        _visited.Add(stage);
        return state with
        {
            Last = kind.IsTarget() ? target : null,
            IsPruned = state.IsPruned || asked.Maximum != (kind == AmountKind.Keep ? 1 : 0),
        };
    }

    private static Demand OfLayer(Demand demand, ChosenLayer layer)
    {
        GrainSpec grain = layer.GrainOf(demand.Pruning).Value;
        return grain.Kind == Grain.NOfM
                ? demand with
                {
                    Kind = AmountKind.Keep,
                    Asked = Interval.Of((decimal)grain.First / grain.Second),
                    IsOwn = true,
                }
            : layer.Sparsity is { } own
                ? demand with
                {
                    Kind = AmountKind.Sparsity,
                    Asked = Interval.Of(own),
                    IsOwn = true,
                }
            : demand.Pruning.Grain.Value.Kind == Grain.NOfM ? demand with { IsOwn = true }
            : demand with { Scale = layer.Scale };
    }

    /// <param name="state">What is known before.</param>
    /// <param name="demandOf">What is asked of a layer.</param>
    /// <param name="most">How much is pruned in all afterwards, at most.</param>
    private SparsityState PruneLayers(SparsityState state, Func<ChosenLayer, Demand> demandOf, long most)
    {
        var layers = ImmutableArray.CreateBuilder<LayerState>(_units.Length);
        for (int i = 0; i < _units.Length; i++)
        {
            ChosenLayer layer = _choice.Layers[i];
            layers.Add(PruneLayer(demandOf(layer), layer, _units[i], state.Layers[i]));
        }

        var after = new EquatableArray<LayerState>(layers.MoveToImmutable());
        return state with
        {
            Layers = after,
            Total = new CountRange(
                Math.Max(state.Total.Minimum, after.Sum(layer => layer.Pruned.Minimum)),
                Math.Min(most, after.Sum(layer => layer.Pruned.Maximum))
            ),
            LeastShare = after.Count == 0 ? 0 : Math.Max(state.LeastShare, after.Min(layer => layer.LeastShare)),
            Ranked = null,
        };
    }

    /// <summary>
    /// How much a relative amount leaves pruned in all, at most. After a ranking the layers' own ends do not say: not all
    /// of them can have lost the most.
    /// </summary>
    private long MostInAll(Demand demand, long pruned)
    {
        if (_totalUnits is not { } units || _choice.Layers.Any(layer => layer.Sparsity.HasValue))
        {
            return long.MaxValue;
        }

        decimal amount = demand.Asked.Maximum;
        return demand.Kind switch
        {
            AmountKind.Count => pruned
                + _choice.Layers.Sum(layer => Amount.ToPrune(demand.Kind, amount, layer.Scale, 0, 0)),
            // Each layer rounds by half a weight at most.
            AmountKind.Remove => pruned
                + (long)(amount * _choice.Layers.Max(layer => layer.Scale) * (units - pruned) + (_units.Length / 2m)),
            _ => long.MaxValue,
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
            CheckPrunesSomething(demand, path, units.Count, pruned.Minimum);
        }

        CountRange after = demand.After(units.Count, pruned);
        if (!demand.IsOwn)
        {
            CheckRises(demand, where, units.Count, after, pruned, state.IsOpen);
        }

        if (grain.Kind == Grain.NOfM && pruned.Maximum > 0 && state.Grain != grain)
        {
            // What is pruned already may lie where the grain prunes, or elsewhere; a group that has weights keeps one.
            after = new CountRange(
                Math.Max(pruned.Minimum, after.Minimum),
                Math.Max(pruned.Maximum, Math.Min(units.Count - 1, pruned.Maximum + after.Maximum))
            );
        }

        long kept = demand.Pruning.Protection.Kept(units.Count);
        CheckLeavesSome(demand, where, units.Count, kept, after, pruned, state.IsOpen);
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
        CountRange after = demand.After(units, before);
        bool isOpen = state.Layers.Any(layer => layer.IsOpen);
        CheckRises(demand, AllLayers, units, after, before, isOpen);
        long kept = SharedLayer.Shares(allocation, layers, layer => layer.Pruned.Minimum).Sum(share => share.Least);
        CheckLeavesSome(demand, AllLayers, units, kept, after, before, isOpen);
        CountRange total = Clamp(after, before, units - kept);

        LayerShare[] shares = SharedLayer.Shares(allocation, layers, layer => layer.Pruned.Maximum);
        CountRange[] pruned =
            allocation == Allocation.Global || layers.Any(layer => !layer.Pruned.IsExact)
                ? SharedLayer.Rank(layers, shares, before, total)
                : SharedLayer.Divide(layers, shares, total);
        bool isOfWeights = layers.All(layer => layer.Units.Size == 1);
        return state with
        {
            Layers = layers.Select((layer, i) => layer.After(pruned[i])).ToEquatableArray(),
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
                $"{Display.RoundedPercent((decimal)after.Minimum / units)} ({Display.Count(after.Minimum)} of {Display.Count(units)} {demand.Units}) is",
                $"{Display.RoundedPercent((decimal)least / units)} ({Display.Count(least)}) is",
                WithinRanges(before)
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
                $"{Display.Percent(share)} is",
                $"{Display.Percent(least)} is",
                WithinRanges(default)
            );
        }
    }

    /// <summary>PRN5003: an amount is at least one weight.</summary>
    private void CheckPrunesSomething(Demand demand, string path, long units, long pruned)
    {
        if (_isOverRanges || _visited.Contains(demand.Stage) || demand.Scale == 0)
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
            $"'{path}'",
            demand.Kind == AmountKind.Count
                ? Display.Number(value * demand.Scale)
                : Display.Percent(share * demand.Scale),
            Display.Count(units - taken),
            LeastUseful(units - taken),
            demand.Units
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
        bool isOpen
    )
    {
        long most = isOpen ? after.Minimum : after.Maximum;
        if (most > Math.Max(units - kept, before.Maximum))
        {
            Report(
                Rules.LayerEmptied,
                demand,
                Display.Count(most),
                Display.Count(units),
                where,
                kept == 1 ? "one"
                    : kept == _units.Length && where == AllLayers ? $"{Display.Count(kept)}, one of each layer,"
                    : Display.Count(kept),
                WithinRanges(after),
                demand.Units
            );
        }
    }

    /// <summary>Once for each stage, however many layers and rounds it concerns: the first says enough.</summary>
    private void Report(Rule rule, Demand demand, params string[] arguments)
    {
        if (_reported.Add((demand.Stage, rule)))
        {
            _findings.Report(rule, demand.Span, arguments);
        }
    }

    /// <summary>What it depends on: the parameters, or the weights, where a ranking over all layers chooses among them.</summary>
    private string WithinRanges(CountRange counts)
    {
        if (!_isOverRanges)
        {
            return counts.IsExact ? "" : " if the ranking of all layers together takes so much of it";
        }

        IEnumerable<string> names = _recipe
            .Parameters.Where(parameter => parameter.DeclaredRange is not null)
            .Select(parameter => "$" + parameter.Name.Value);
        return $" for some values of {Display.Join(names)} in their ranges";
    }

    private Interval RangeOf(Operand operand) =>
        operand.IsRound ? Interval.Of(_round)
        : _isOverRanges ? _recipe.RangeOf(operand)
        : Interval.Of(operand.Constant);

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

    /// <summary>What a stage asks of a layer, or of all of them.</summary>
    /// <param name="Stage">The stage's number.</param>
    /// <param name="Span">Where the amount is written.</param>
    /// <param name="Kind">What the amount stands for.</param>
    /// <param name="Asked">The amounts, from the one that prunes least to the one that prunes most.</param>
    /// <param name="Scale">The factor of the layer's rule.</param>
    /// <param name="IsOwn">Whether it is a target of the layer's own, beyond which the layer just stays as it is.</param>
    /// <param name="Pruning">The stage or action that asks.</param>
    private readonly record struct Demand(
        int Stage,
        SourceSpan Span,
        AmountKind Kind,
        Interval Asked,
        decimal Scale,
        bool IsOwn,
        BoundPruning Pruning
    )
    {
        public string Units => Pruning.Grain.Value.Units;

        public decimal TargetShare => Amount.TargetSparsity(Kind, Asked.Minimum) * Scale;

        /// <summary>How many units are pruned afterwards, if nothing is in the way.</summary>
        public CountRange After(long units, CountRange pruned) =>
            new(
                pruned.Minimum + Amount.ToPrune(Kind, Asked.Minimum, Scale, units, pruned.Minimum),
                pruned.Maximum + Amount.ToPrune(Kind, Asked.Maximum, Scale, units, pruned.Maximum)
            );
    }
}
