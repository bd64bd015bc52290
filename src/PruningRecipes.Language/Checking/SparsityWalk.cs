namespace PruningRecipes.Language;

/// <summary>
/// The stages of a recipe, run over counts instead of weights, with the parameters at some values. All amounts grow with
/// what is asked for and with what is pruned already, so the ends of the intervals are exact for each layer.
/// </summary>
internal sealed class SparsityWalk
{
    /// <summary>How many layers are looked at, over all rounds, before the rest is taken as unknown.</summary>
    private const int MaximumSteps = 25_000;

    private readonly LayerTable _table;
    private readonly ParameterValues _values;
    private readonly CancellationToken _cancellationToken;
    private readonly DemandChecks _checks;
    private readonly LayerwisePruning _layerwise;
    private readonly SharedPruning _shared;
    private readonly HashSet<int> _ofRound;
    private readonly Dictionary<int, int> _runs = [];
    private readonly Dictionary<int, Interval> _afterStages = [];
    private int _depth;
    private int _steps;
    private int _round;

    private SparsityWalk(
        BoundRecipe recipe,
        LayerTable table,
        ParameterValues values,
        CancellationToken cancellationToken
    )
    {
        _table = table;
        _values = values;
        _cancellationToken = cancellationToken;
        _checks = new DemandChecks(table, values);
        _layerwise = new LayerwisePruning(table, _checks);
        _shared = new SharedPruning(table, _checks, _layerwise);
        _ofRound =
        [
            .. recipe
                .Stages.Flatten()
                .OfType<BoundRepeat>()
                .Where(repeat => UsesRound(repeat.Body))
                .Select(repeat => repeat.Number),
        ];
        Final = SparsityState.Dense(table);
    }

    /// <summary>What is wrong.</summary>
    public SparsityProblems Problems => _checks.Problems;

    /// <summary>What is known at the end.</summary>
    public SparsityState Final { get; private set; }

    /// <summary>The sparsity after each stage, where it is known.</summary>
    public IReadOnlyDictionary<int, Interval> AfterStages => _afterStages;

    public static SparsityWalk Over(
        BoundRecipe recipe,
        LayerTable table,
        ParameterValues values,
        CancellationToken cancellationToken
    )
    {
        var walk = new SparsityWalk(recipe, table, values, cancellationToken);
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
                BoundSearch { Pruning: { Amount: { } kept } weights } => Search(stage.Number, weights, kept, state),
                BoundSearch => state.Search(_table),
                BoundShrink => state with { IsShrunk = true, Last = null },
                BoundRepeat { Count: { } count } repeat => Repeat(repeat, ValueOf(count.Value), state),
                _ => state,
            };
            if (state.IsShrunk)
            {
                _afterStages.Remove(stage.Number);
            }
            else if (_table.Total is { } units && units > 0)
            {
                _afterStages[stage.Number] = new Interval(
                    (decimal)state.Total.Minimum / units,
                    (decimal)state.Total.Maximum / units
                );
            }
        }

        return state;
    }

    /// <summary>PRN3042: where as much is pruned as is asked for, nothing is left to choose.</summary>
    private SparsityState Search(int stage, BoundPruning weights, Located<Operand> kept, SparsityState before)
    {
        SparsityState after = Prune(stage, weights, kept, before);
        if (
            before is { IsPruned: true, IsShrunk: false }
            && _table.Count > 0
            && _table.Total is not null
            && before.Layers.All(layer => layer.Pruned.IsExact)
            && after.Layers.Select(layer => layer.Pruned).SequenceEqual(before.Layers.Select(layer => layer.Pruned))
        )
        {
            Problems.Add(new SparsityProblem(stage, Rules.NothingToSearch, kept.Span, null, [], false));
        }

        return after;
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
                        new SparsityProblem(train.Number, Rules.NothingToRewire, action.Word.Span, null, [], false)
                    );
                    break;
                case BoundRewire rewire:
                    CheckExchanges(train.Number, rewire, state);
                    state = state.Scatter(_table);
                    break;
            }
        }

        return state;
    }

    /// <summary>PRN2011: in some layer at least, the share of what is kept is one weight at the first update.</summary>
    private void CheckExchanges(int stage, BoundRewire rewire, SparsityState state)
    {
        if (
            !state.IsShrunk
            && rewire.Fraction is { } fraction
            && _table.Total is not null
            && state
                .Layers.Select((layer, i) => MostExchanged(fraction.Value, _table.Weights[i]!.Value, layer))
                .All(most => most == 0)
        )
        {
            string[] reason = ["fraction", "of what is kept of each layer it rounds to no weight"];
            Problems.Add(
                new SparsityProblem(stage, Rules.KeyHasNoEffect, fraction.Span, null, reason.ToEquatableArray(), false)
            );
        }
    }

    private long MostExchanged(Operand fraction, long weights, LayerState layer) =>
        Amount.ToPrune(AmountKind.Remove, ValueOf(fraction).Maximum, 1, weights, layer.Pruned.Minimum);

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
                next = next.Widen(_table);
            }

            // A round that changes nothing is the last one, unless another number could.
            bool isLast = isExhausted || (next == state && !isOfRound);
            if (isLast || round >= rounds.Minimum)
            {
                exit = exit is null ? next : exit.Join(next, _table);
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

        _steps += _table.Count;
        Interval values = ValueOf(amount.Value);
        // The end that prunes least comes first.
        Interval asked = kind == AmountKind.Keep ? new Interval(values.Maximum, values.Minimum) : values;
        var demand = new Demand(stage, _depth, run, amount.Span, kind, asked, 1, IsOwn: false, pruning);
        state = pruning.Allocation == Allocation.Layer ? _layerwise.Prune(demand, state) : _shared.Prune(demand, state);
        return state with
        {
            Last = kind.IsTarget() ? target : null,
            IsPruned = state.IsPruned || asked.Maximum != (kind == AmountKind.Keep ? 1 : 0),
        };
    }
}
