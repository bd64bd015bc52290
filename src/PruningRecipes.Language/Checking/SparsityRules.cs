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
                BoundPrune { Amount: { } amount } prune => Prune(prune, amount, state),
                BoundRepeat { Count: { } count } repeat => Repeat(repeat, RangeOf(count.Value), state),
                _ => state,
            };
            if (!_isOverRanges && _totalUnits is { } units && units > 0)
            {
                _afterStages[stage.Number] = new Interval(
                    (decimal)state.Total.Minimum / units,
                    (decimal)state.Total.Maximum / units
                );
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

    private SparsityState Prune(BoundPrune prune, Located<Operand> amount, SparsityState state)
    {
        var target = new PruneTarget(prune.AmountKind, amount.Value, prune.Allocation);
        if (target.IsAbsolute && state.Last == target)
        {
            return state;
        }

        _steps += _units.Length;
        Interval values = RangeOf(amount.Value);
        // The end that prunes least comes first.
        Interval asked = prune.AmountKind == AmountKind.Keep ? new Interval(values.Maximum, values.Minimum) : values;
        state =
            prune.Allocation == Allocation.Global
                ? PruneGlobally(prune, amount.Span, asked, state)
                : PruneLayers(prune, amount.Span, asked, state);
        _visited.Add(prune.Number);
        return state with { Last = target.IsAbsolute ? target : null };
    }

    private SparsityState PruneLayers(BoundPrune prune, SourceSpan span, Interval asked, SparsityState state)
    {
        var layers = ImmutableArray.CreateBuilder<LayerState>(_units.Length);
        for (int i = 0; i < _units.Length; i++)
        {
            ChosenLayer layer = _choice.Layers[i];
            var demand = layer.Sparsity is { } own
                ? new Demand(prune.Number, span, AmountKind.Sparsity, Interval.Of(own), 1, IsOwn: true)
                : new Demand(prune.Number, span, prune.AmountKind, asked, layer.Scale, IsOwn: false);
            layers.Add(PruneLayer(demand, layer.Shape.WeightPath, _units[i], state.Layers[i]));
        }

        var after = new EquatableArray<LayerState>(layers.MoveToImmutable());
        return state with
        {
            Layers = after,
            Total = new CountRange(
                Math.Max(state.Total.Minimum, after.Sum(layer => layer.Pruned.Minimum)),
                Math.Min(MostInAll(prune.AmountKind, asked.Maximum, state.Total.Maximum), after.Sum(layer => layer.Pruned.Maximum))
            ),
            LeastShare = after.Count == 0 ? 0 : Math.Max(state.LeastShare, after.Min(layer => layer.LeastShare)),
        };
    }

    /// <summary>
    /// How much a relative amount leaves pruned in all, at most. After a ranking the layers' own ends do not say: not all
    /// of them can have lost the most.
    /// </summary>
    private long MostInAll(AmountKind kind, decimal amount, long pruned)
    {
        if (_totalUnits is not { } units || _choice.Layers.Any(layer => layer.Sparsity.HasValue))
        {
            return long.MaxValue;
        }

        return kind switch
        {
            AmountKind.Count => pruned + _choice.Layers.Sum(layer => Amount.ToPrune(kind, amount, layer.Scale, 0, 0)),
            // Each layer rounds by half a weight at most.
            AmountKind.Remove => pruned
                + (long)(amount * _choice.Layers.Max(layer => layer.Scale) * (units - pruned) + (_units.Length / 2m)),
            _ => long.MaxValue,
        };
    }

    private LayerState PruneLayer(Demand demand, string path, long? units, LayerState state)
    {
        if (units is not { } known)
        {
            if (!demand.IsAbsolute)
            {
                return state;
            }

            decimal share = demand.TargetShare;
            CheckShareRises(demand, $"'{path}'", share, state.LeastShare);
            return state with { LeastShare = Math.Max(share, state.LeastShare) };
        }

        if (!demand.IsOwn)
        {
            CheckPrunesSomething(demand, path, known, state.Pruned.Minimum);
        }

        CountRange after = demand.After(known, state.Pruned);
        if (!demand.IsOwn)
        {
            CheckRises(demand, $"'{path}'", known, after, state.Pruned, state.IsOpen);
        }

        CheckLeavesSome(demand, $"'{path}'", known, 1, after, state.IsOpen);
        return state with { Pruned = Clamp(after, state.Pruned, known - 1) };
    }

    private SparsityState PruneGlobally(BoundPrune prune, SourceSpan span, Interval asked, SparsityState state)
    {
        var demand = new Demand(prune.Number, span, prune.AmountKind, asked, 1, IsOwn: false);
        const string AllLayers = "all layers together";
        if (_totalUnits is not { } units)
        {
            decimal share = demand.IsAbsolute ? demand.TargetShare : 0;
            if (demand.IsAbsolute)
            {
                CheckShareRises(demand, AllLayers, share, state.LeastShare);
            }

            return Widen(state) with
            {
                LeastShare = Math.Max(share, state.LeastShare),
            };
        }

        CountRange after = demand.After(units, state.Total);
        CheckRises(
            demand,
            AllLayers,
            units,
            after,
            state.Total,
            state.Layers.Any(layer => layer.IsOpen)
        );
        CheckLeavesSome(demand, AllLayers, units, _units.Length, after, isOpen: false);
        long most = units - _units.Length;
        CountRange total = Clamp(after, state.Total, most);
        return state with
        {
            Total = total,
            Layers = state
                .Layers.Select((layer, i) => Rank(layer, _units[i]!.Value, state.Total, total, most))
                .ToEquatableArray(),
        };
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
            layer.LeastShare
        );
    }

    /// <summary>PRN3003: the masks only grow.</summary>
    private void CheckRises(Demand demand, string where, long units, CountRange after, CountRange before, bool isOpen)
    {
        long least = isOpen ? before.Minimum : before.Maximum;
        if (demand.IsAbsolute && after.Minimum < least)
        {
            Report(
                Rules.SparsityFalls,
                demand,
                where,
                $"{Display.RoundedPercent((decimal)after.Minimum / units)} ({Display.Count(after.Minimum)} of {Display.Count(units)} weights) is",
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

        long taken = demand.IsAbsolute ? 0 : pruned;
        decimal value = demand.Asked.Maximum;
        if (Amount.ToPrune(demand.Kind, value, demand.Scale, units, taken) != 0)
        {
            return;
        }

        decimal share = demand.IsAbsolute ? Amount.TargetSparsity(demand.Kind, value) : value;
        Report(
            Rules.PrunesNothing,
            demand,
            $"'{path}'",
            demand.Kind == AmountKind.Count
                ? Display.Number(value * demand.Scale)
                : Display.Percent(share * demand.Scale),
            Display.Count(units - taken),
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

    /// <summary>PRN5004: every layer keeps a weight.</summary>
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
                kept == 1 ? "one" : $"{Display.Count(kept)}, one of each layer,",
                WithinRanges(after)
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
            Layers = state
                .Layers.Select(
                    (layer, i) =>
                        layer with
                        {
                            Pruned = new CountRange(layer.Pruned.Minimum, Math.Max(0, (_units[i] ?? 1) - 1)),
                            IsOpen = true,
                        }
                )
                .ToEquatableArray(),
            Total = new CountRange(state.Total.Minimum, Math.Max(0, (_totalUnits ?? 0) - _units.Length)),
            Last = null,
        };

    private static CountRange Clamp(CountRange after, CountRange before, long most) =>
        new(
            Math.Min(most, Math.Max(after.Minimum, before.Minimum)),
            Math.Min(most, Math.Max(after.Maximum, before.Maximum))
        );

    /// <summary>What a stage asks of a layer, or of all of them.</summary>
    /// <param name="Stage">The stage's number.</param>
    /// <param name="Span">Where the amount is written.</param>
    /// <param name="Kind">What the amount stands for.</param>
    /// <param name="Asked">The amounts, from the one that prunes least to the one that prunes most.</param>
    /// <param name="Scale">The factor of the layer's rule.</param>
    /// <param name="IsOwn">Whether it is the target of the layer's own rule, which every stage brings it to.</param>
    private readonly record struct Demand(
        int Stage,
        SourceSpan Span,
        AmountKind Kind,
        Interval Asked,
        decimal Scale,
        bool IsOwn
    )
    {
        public bool IsAbsolute => Kind is not (AmountKind.Remove or AmountKind.Count);

        public decimal TargetShare => Amount.TargetSparsity(Kind, Asked.Minimum) * Scale;

        /// <summary>How many units are pruned afterwards, if nothing is in the way.</summary>
        public CountRange After(long units, CountRange pruned) =>
            new(
                pruned.Minimum + Amount.ToPrune(Kind, Asked.Minimum, Scale, units, pruned.Minimum),
                pruned.Maximum + Amount.ToPrune(Kind, Asked.Maximum, Scale, units, pruned.Maximum)
            );
    }
}
