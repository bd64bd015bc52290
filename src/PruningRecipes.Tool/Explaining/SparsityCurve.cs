using PruningRecipes.Language;

namespace PruningRecipes.Tool.Explaining;

/// <summary>
/// The sparsity over the training that a plan asks for, with the parameters at their defaults. Shares instead of counts:
/// the checker's figures are exact, a drawing needs two digits.
/// </summary>
internal sealed class SparsityCurve
{
    /// <summary>More stages and updates than this are not run through: the drawing has fewer than a hundred columns.</summary>
    private const int MaximumStages = 100_000;

    /// <summary>No more updates of a ramp are drawn.</summary>
    private const int MaximumUpdates = 200;

    /// <summary>The distance of updates where there is none: as many as are drawn.</summary>
    private static readonly ScheduleMilestone s_everyStep = new(0, TrainingUnit.Share);

    private readonly List<Layer> _layers;
    private readonly List<(decimal At, decimal Sparsity)> _points = [(0, 0)];
    private readonly bool _isOfKnownSizes;
    private int _stages;
    private decimal _round;
    private bool _isUnknown;

    private SparsityCurve(RecipePlan plan)
    {
        _isOfKnownSizes = plan.HasAllSizes();
        _layers = _isOfKnownSizes
            ? [.. plan.Layers.Select(layer => new Layer(layer.Weights()!.Value, layer.Scale, layer.Sparsity))]
            : [new Layer(1, 1, null)];
        Unit = UnitOf(plan);
    }

    /// <summary>In what the length is measured: epochs, steps, or stages where a plan has both.</summary>
    public string Unit { get; }

    public decimal Length { get; private set; }

    public decimal Final => _points[^1].Sparsity;

    /// <summary>Whether it only holds for layers that no rule asks for something else, as the sizes of the others are unknown.</summary>
    public bool IsWithoutRules { get; private init; }

    /// <summary>The curve of a plan; null if nothing is pruned, or nothing can be said.</summary>
    public static SparsityCurve? Of(RecipePlan plan)
    {
        bool hasRules =
            plan.OpenLayers is { Rules.Count: > 0 }
            || plan.Layers.Any(layer => layer.Scale != 1 || layer.Sparsity is not null);
        SparsityCurve curve = new(plan) { IsWithoutRules = hasRules && !plan.HasAllSizes() };
        curve.Run(plan.Instructions);
        return curve._isUnknown || curve._points.Count == 1 || curve._layers.Count == 0 ? null : curve;
    }

    /// <summary>The sparsity at a position.</summary>
    public decimal At(decimal position) => _points.FindLast(point => point.At <= position).Sparsity;

    private static string UnitOf(RecipePlan plan)
    {
        TrainingUnit[] units =
        [
            .. plan.Instructions.Flatten().OfType<TrainInstruction>().Select(train => train.Unit).Distinct(),
        ];
        return units.Length == 1 ? Words.Of(units[0]) : "stages";
    }

    private void Run(IEnumerable<Instruction> instructions)
    {
        foreach (Instruction instruction in instructions)
        {
            _isUnknown |= ++_stages > MaximumStages;
            if (_isUnknown)
            {
                return;
            }

            if (instruction is RepeatInstruction repeat)
            {
                decimal outer = _round;
                decimal rounds = Value(repeat.Count);
                for (_round = 1; _round <= rounds && !_isUnknown; _round++)
                {
                    Run(repeat.Body);
                }

                _round = outer;
                continue;
            }

            if (Pruning(instruction) is { } pruning)
            {
                Prune(pruning, Length);
            }

            if (instruction is TrainInstruction { During: var actions } training)
            {
                foreach (ActionPlan action in actions)
                {
                    Draw(action, training);
                }
            }

            _isUnknown |= instruction is ShrinkInstruction or SearchInstruction { Keep: null };
            Length +=
                Unit == "stages" ? 1
                : instruction is TrainInstruction train ? Value(train.Length)
                : 0;
        }
    }

    /// <summary>What prunes while it trains; what a mask hides is as if it were pruned.</summary>
    private void Draw(ActionPlan action, TrainInstruction training)
    {
        switch (action)
        {
            case RampPlan ramp:
                Draw(ramp, training);
                break;
            case StraightThroughPlan { Start: null } through:
                Prune(through.Pruning, Length);
                break;
            case StraightThroughPlan through:
                GridPlan grid = through.Grid with { Every = through.Grid.Every ?? s_everyStep };
                Draw(new RampPlan(grid, through.Pruning, through.Start), training);
                break;
        }
    }

    /// <summary>A ramp update by update; where only the data could tell where they are, its end.</summary>
    private void Draw(RampPlan ramp, TrainInstruction training)
    {
        AmountKind kind = ramp.Pruning.AmountKind;
        decimal end = Value(training.Length);
        decimal scale = Unit == "stages" ? 1 / end : 1;
        if (
            ramp.Start is { } start
            && In(ramp.Grid.From, training, 0) is { } from
            && In(ramp.Grid.Until, training, end) is { } until
            && In(ramp.Grid.Every, training, end) is { } every
        )
        {
            var grid = new UpdateGrid(from, until, Math.Max(every, (until - from) / MaximumUpdates));
            for (long update = 0; !grid.IsLast(update) && !_isUnknown; update++)
            {
                _isUnknown |= ++_stages > MaximumStages;
                decimal sparsity = Ramp.At(
                    ramp.Pruning.Curve,
                    Amount.TargetSparsity(kind, Value(start)),
                    Amount.TargetSparsity(kind, Value(ramp.Pruning.Amount)),
                    grid.Progress(update)
                );
                Prune(
                    ramp.Pruning with
                    {
                        AmountKind = AmountKind.Sparsity,
                        Amount = Operand.Of(sparsity),
                    },
                    Length + (grid.At(update) * scale)
                );
            }

            end = until;
        }

        Prune(ramp.Pruning, Length + (end * scale));
    }

    /// <summary>A position in the unit of the training; null if only the data could tell.</summary>
    private decimal? In(ScheduleMilestone? position, TrainInstruction training, decimal otherwise) =>
        position is not { } known ? otherwise
        : known.Unit == TrainingUnit.Share ? known.At * Value(training.Length)
        : known.Unit == training.Unit ? known.At
        : null;

    /// <summary>What an instruction prunes, as the prune stage that leaves as much.</summary>
    private static PruningPlan? Pruning(Instruction instruction) =>
        instruction switch
        {
            PruneInstruction prune => prune.Pruning,
            SearchInstruction { Keep: { } keep } => OfEachLayer(AmountKind.Keep, keep),
            UnifyInstruction { Pruned: { } pruned } => OfEachLayer(AmountKind.Sparsity, pruned),
            _ => null,
        };

    private static PruningPlan OfEachLayer(AmountKind kind, Operand amount) =>
        new(default, default, Allocation.Layer, kind, amount);

    private void Prune(PruningPlan prune, decimal at)
    {
        decimal weights = _layers.Sum(layer => layer.Weights);
        if (prune.Allocation == Allocation.Layer)
        {
            _layers.ForEach(layer => layer.Sparsity = Next(prune, layer));
        }
        else
        {
            // However the amount is divided, it is an amount of all layers together.
            decimal sparsity = Next(prune, new Layer(weights, 1, null) { Sparsity = Total(weights) });
            _layers.ForEach(layer => layer.Sparsity = sparsity);
        }

        _points.Add((at, Total(weights)));
    }

    private decimal Value(Operand operand) => operand.IsRound ? _round : operand.Constant;

    private decimal Total(decimal weights) => _layers.Sum(layer => layer.Sparsity * layer.Weights) / weights;

    private decimal Next(PruningPlan prune, Layer layer)
    {
        decimal amount = Value(prune.Amount);
        switch (prune.AmountKind)
        {
            case var _ when layer.Own is { } own:
                return Rise(own);
            case AmountKind.Remove:
                return Rise(layer.Sparsity + (amount * layer.Scale * (1 - layer.Sparsity)));
            case AmountKind.Flops when prune.Allocation != Allocation.Layer:
                break;
            case AmountKind.Sparsity or AmountKind.Keep or AmountKind.Compression or AmountKind.Flops:
                return Rise(Amount.TargetSparsity(prune.AmountKind, amount) * layer.Scale);
            case AmountKind.Count when _isOfKnownSizes:
                return Rise(layer.Sparsity + (amount * layer.Scale / layer.Weights));
        }

        _isUnknown = true;
        return layer.Sparsity;

        decimal Rise(decimal sparsity) => Math.Clamp(sparsity, layer.Sparsity, 1);
    }

    private sealed class Layer(decimal weights, decimal scale, decimal? own)
    {
        public decimal Weights => weights;

        public decimal Scale => scale;

        /// <summary>Its own target, if a rule gives one.</summary>
        public decimal? Own => own;

        public decimal Sparsity { get; set; }
    }
}
