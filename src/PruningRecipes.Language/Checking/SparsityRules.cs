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
    private readonly Dictionary<int, Interval> _afterStages = [];
    private bool _isOverRanges;
    private int _steps;

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
                    if (ramp.Start is { } start)
                    {
                        // A ramp may well begin at nothing.
                        bool isFirst = _visited.Add(train.Number);
                        state = Prune(train.Number, pruning, start, state);
                        if (isFirst)
                        {
                            _visited.Remove(train.Number);
                        }
                    }

                    state = Prune(train.Number, pruning, end, state);
                    break;
                case BoundRewire when !state.IsPruned && _reported.Add((train.Number, Rules.NothingToRewire)):
                    _findings.Report(Rules.NothingToRewire, action.Word.Span);
                    break;
            }
        }

        return state;
    }

    private SparsityState Repeat(BoundRepeat repeat, Interval rounds, SparsityState state)
    {
        SparsityState? exit = rounds.Minimum == 0 ? state : null;
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

        return exit ?? state;
    }

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
        state = pruning.Allocation switch
        {
            _ when kind == AmountKind.Flops => Widen(state),
            Allocation.Global when isOfWeights => PruneGlobally(demand, state),
            Allocation.Erk or Allocation.Er when isOfWeights => PruneByDensity(demand, state),
            Allocation.Layer => PruneLayers(
                state,
                (layer, _) => OfLayer(demand, layer),
                isOfWeights ? MostInAll(demand, state.Total.Maximum) : long.MaxValue
            ),
            Allocation.UniformPlus => PruneLayers(state, (_, i) => OfUniformPlus(demand, i)),
            _ => Widen(state),
        };
        _visited.Add(stage);
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
        return state with
        {
            Layers = after,
            Total = new CountRange(
                Math.Max(state.Total.Minimum, after.Sum(layer => layer.Pruned.Minimum)),
                Math.Min(most, after.Sum(layer => layer.Pruned.Maximum))
            ),
            LeastShare = after.Count == 0 ? 0 : Math.Max(state.LeastShare, after.Min(layer => layer.LeastShare)),
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
        decimal[] most = ErdosRenyiDensities(_choice, demand.Pruning.Allocation, 1 - (decimal)total.Minimum / units);
        decimal[] least = ErdosRenyiDensities(_choice, demand.Pruning.Allocation, 1 - (decimal)total.Maximum / units);
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

    /// <summary>The density of each layer, all of whose shapes are known.</summary>
    public static decimal[] ErdosRenyiDensities(LayerChoice layers, Allocation allocation, decimal density) =>
        ErdosRenyi.Densities(
            [
                .. layers.Layers.Select(layer =>
                    layer.Shape.Weight.Select(dimension => dimension.Value!.Value).ToArray()
                ),
            ],
            density,
            withKernels: allocation == Allocation.Erk
        );

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
            default(GrainSpec)
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
        _isOverRanges ? _recipe.RangeOf(operand) : Interval.Of(operand.Constant);

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
