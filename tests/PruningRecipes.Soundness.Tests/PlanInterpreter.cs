extern alias language;

using PruningRecipes.Torch;
using Compiler = language::PruningRecipes.Language;

namespace PruningRecipes.Soundness.Tests;

/// <summary>Runs a plan as the generated code does: the same calls, with the same conversions of numbers.</summary>
internal sealed class PlanInterpreter(
    Compiler.RecipePlan plan,
    IReadOnlyDictionary<string, decimal> parameters,
    RecipeRun run,
    SparsityOracle oracle
)
{
    private readonly Dictionary<string, Compiler.SurfaceParameter> _parameters = plan.Surface.Parameters.ToDictionary(
        parameter => parameter.Name,
        StringComparer.Ordinal
    );

    private int _round;

    /// <summary>What the generated class's <c>s_definition</c> says.</summary>
    public static RecipeDefinition Definition(Compiler.RecipePlan plan) =>
        new()
        {
            Name = plan.Surface.Name,
            Seed = plan.Seed,
            Layers =
            [
                .. plan.Layers.Select(layer => new LayerPlan(
                    layer.Path,
                    [.. layer.Shape.Select(dimension => dimension.Value ?? -1)]
                )
                {
                    Scale = layer.Scale,
                    Sparsity = layer.Sparsity,
                    Grain = layer.Grain is { } grain ? Grain(grain) : null,
                }),
            ],
        };

    public RecipeResult Run(ITrainer trainer)
    {
        foreach (Compiler.SurfaceParameter parameter in plan.Surface.Parameters)
        {
            CheckRange(parameter);
        }

        run.Begin(trainer, null);
        Run(plan.Instructions);
        return run.Complete();
    }

    private void Run(Compiler.EquatableArray<Compiler.Instruction> instructions)
    {
        foreach (Compiler.Instruction instruction in instructions)
        {
            Run(instruction);
        }
    }

    private void Run(Compiler.Instruction instruction)
    {
        int stage = instruction.Stage;
        switch (instruction)
        {
            case { Unsupported: { } word }:
                run.Unsupported(stage, word);
                break;
            case Compiler.SnapshotInstruction snapshot:
                run.Snapshot(stage, snapshot.Name, Same<SnapshotContents>(snapshot.Contents));
                break;
            case Compiler.TrainInstruction train:
                TrainStage training = Train(train);
                run.Train(stage, training);
                if (training.During.Any(action => action is RewireAction))
                {
                    oracle.Rewired(run.Masks);
                }

                foreach (RampAction ramp in training.During.OfType<RampAction>())
                {
                    oracle.Pruned(ramp.Pruning, run.Masks);
                }

                foreach (StraightThroughAction through in training.During.OfType<StraightThroughAction>())
                {
                    oracle.Pruned(through.Pruning, run.Masks);
                }

                break;
            case Compiler.PruneInstruction prune:
                PruneStage pruning = Pruning(prune.Pruning);
                run.Prune(stage, pruning);
                oracle.Pruned(pruning, run.Masks);
                break;
            case Compiler.SearchInstruction search:
                SearchStage searching = Search(search);
                run.Search(stage, searching);
                oracle.Searched(searching.Keep, run.Masks);
                break;
            case Compiler.RewindInstruction rewind:
                run.Rewind(stage, rewind.To, Same<SnapshotContents>(rewind.What), rewind.ContinuesSchedule);
                break;
            case Compiler.ReinitInstruction reinit:
                run.Reinit(stage, Same<ReinitKind>(reinit.Kind));
                break;
            case Compiler.RecoverInstruction recover:
                run.Recover(stage, Recovery(recover));
                break;
            case Compiler.UnifyInstruction unify:
                UnifyStage unification = Unification(unify.Rows, unify.Columns, unify.Unified, unify.Pruned);
                run.Unify(stage, unification);
                if (unification.Pruned is { } share)
                {
                    oracle.Unified(unification, share, run.Masks);
                }

                break;
            case Compiler.EvaluateInstruction evaluate:
                run.Evaluate(stage, evaluate.Name, Same<Metric>(evaluate.Metrics));
                break;
            case Compiler.RepeatInstruction repeat:
                int rounds = Count(repeat.Count);
                int outer = _round;
                for (_round = 1; _round <= rounds; _round++)
                {
                    run.EnterRound(stage, _round, rounds);
                    Run(repeat.Body);
                    run.LeaveRound(stage);
                }

                _round = outer;
                break;
            default:
                throw new NotSupportedException($"The interpreter has no {instruction.GetType().Name}.");
        }

        oracle.Ran(stage, run.Masks);
    }

    private PruneStage Pruning(Compiler.PruningPlan plan) =>
        new()
        {
            Score = Same<Score>(plan.Score!.Value),
            Grain = Grain(plan.Grain),
            Allocation = Same<Allocation>(plan.Allocation),
            AmountKind = Same<AmountKind>(plan.AmountKind),
            Amount = Exact(plan.Amount),
            Protection = new Protection(plan.Protection.PerLayer, plan.Protection.MinKeep),
            Rounds = Count(plan.Rounds),
            Curve = Same<Curve>(plan.Curve),
            Recovers = plan.Recovers,
            Batches = plan.Data is { } data ? Count(data.Batches) : null,
            PerClass = plan.Data?.PerClass is { } perClass ? Count(perClass) : null,
            Temperature = Approximate(plan.Temperature),
            Snapshot = plan.Snapshot,
            IsSameSign = plan.IsSameSign,
        };

    private RecoverStage Recovery(Compiler.RecoverInstruction recover) =>
        new()
        {
            Kind = Same<RecoverKind>(recover.Kind),
            Gain = Approximate(recover.Gain),
            Batches = recover.Data is { } data ? Count(data.Batches) : null,
            PerClass = recover.Data?.PerClass is { } perClass ? Count(perClass) : null,
            Snapshot = recover.Snapshot,
            Damping = Approximate(recover.Damping),
        };

    private UnifyStage Unification(int rows, int columns, Compiler.Operand unified, Compiler.Operand? pruned) =>
        new()
        {
            Rows = rows,
            Columns = columns,
            Unified = Exact(unified),
            Pruned = pruned is { } share ? Exact(share) : null,
        };

    private static GrainSpec Grain(language::PruningRecipes.GrainSpec grain) =>
        new(Same<Grain>(grain.Kind), grain.First, grain.Second);

    private TrainStage Train(Compiler.TrainInstruction train)
    {
        int length = Count(train.Length);
        bool isInEpochs = train.Unit == Compiler.TrainingUnit.Epochs;
        return new TrainStage
        {
            Epochs = isInEpochs ? length : null,
            Steps = isInEpochs ? null : length,
            Optimizer = Optimizer(train.Optimizer),
            Schedule = Schedule(train.Schedule),
            BatchSize = train.BatchSize is { } size ? Count(size) : null,
            During = [.. train.During.Select(Action)],
        };
    }

    private SearchStage Search(Compiler.SearchInstruction search)
    {
        int length = Count(search.Length);
        bool isInEpochs = search.Unit == Compiler.TrainingUnit.Epochs;
        return new SearchStage
        {
            Kind = Same<SearchKind>(search.Kind),
            Keep = search.Keep is { } keep ? Exact(keep) : null,
            Epochs = isInEpochs ? length : null,
            Steps = isInEpochs ? null : length,
            Optimizer = Optimizer(search.Optimizer),
            Schedule = Schedule(search.Schedule),
            BatchSize = search.BatchSize is { } size ? Count(size) : null,
            Rescales = search.Rescales,
        };
    }

    private TrainingAction Action(Compiler.ActionPlan action) =>
        action switch
        {
            Compiler.RampPlan ramp => new RampAction
            {
                Pruning = Pruning(ramp.Pruning),
                Start = ramp.Start is { } start ? Exact(start) : null,
                Curve = Same<Curve>(ramp.Pruning.Curve),
                IsSoft = ramp.IsSoft,
                Every = Position(action.Grid.Every!.Value),
                From = PositionOrNone(action.Grid.From),
                Until = PositionOrNone(action.Grid.Until),
            },
            Compiler.RewirePlan rewire => new RewireAction
            {
                Drop = Same<Drop>(rewire.Drop),
                Grow = Same<Growth>(rewire.Grow),
                Fraction = rewire.Fraction is { } fraction ? Exact(fraction) : 0,
                Decay = Same<FractionDecay>(rewire.Decay),
                Start = Same<GrowthStart>(rewire.Start),
                Deviation = rewire.Deviation is { } deviation ? Approximate(deviation) : null,
                L1 = rewire.L1 is { } l1 ? Approximate(l1) : 0,
                Noise = rewire.Noise is { } noise ? Approximate(noise) : 0,
                Every = Position(action.Grid.Every!.Value),
                From = PositionOrNone(action.Grid.From),
                Until = PositionOrNone(action.Grid.Until),
            },
            Compiler.RegularizePlan regularize => new RegularizeAction
            {
                Kind = Same<Penalty>(regularize.Kind),
                Strength = Approximate(regularize.Strength),
                From = PositionOrNone(action.Grid.From),
                Until = PositionOrNone(action.Grid.Until),
                Target = regularize.Target is { } target ? Pruning(target) : null,
            },
            Compiler.StraightThroughPlan through => new StraightThroughAction
            {
                Pruning = Pruning(through.Pruning),
                Start = through.Start is { } start ? Exact(start) : null,
                Curve = Same<Curve>(through.Pruning.Curve),
                Decay = Approximate(through.Decay),
                LearningRate = through.LearningRate is { } rate ? Approximate(rate) : 0.01,
                Every = PositionOrNone(action.Grid.Every) ?? TrainingPosition.Steps(1),
                From = PositionOrNone(action.Grid.From),
                Until = PositionOrNone(action.Grid.Until),
            },
            Compiler.ConstrainPlan constrain => new ConstrainAction
            {
                Pruning = constrain.Pruning is { } pruning ? Pruning(pruning) : null,
                Unification = constrain.Unification is { } set
                    ? Unification(
                        set.Block.First,
                        set.Block.Second,
                        set.Unified,
                        set.Pruned == default ? null : set.Pruned
                    )
                    : null,
                Rho = Approximate(constrain.Rho),
                LastRho = Approximate(constrain.LastRho),
                Every = Position(action.Grid.Every!.Value),
                From = PositionOrNone(action.Grid.From),
                Until = PositionOrNone(action.Grid.Until),
            },
            Compiler.SnapshotPlan snapshot => new SnapshotAction
            {
                Name = snapshot.Name,
                Contents = Same<SnapshotContents>(snapshot.Contents),
                At = Position(snapshot.At),
            },
            Compiler.EvaluatePlan evaluate => new EvaluateAction
            {
                Name = evaluate.Name,
                Metrics = Same<Metric>(evaluate.Metrics),
                Every = Position(action.Grid.Every!.Value),
            },
            _ => throw new NotSupportedException($"The interpreter has no {action.GetType().Name}."),
        };

    private TrainingPosition? PositionOrNone(Compiler.ScheduleMilestone? position) =>
        position is { } known ? Position(known) : null;

    private OptimizerPlan Optimizer(Compiler.OptimizerPlan optimizer)
    {
        double rate = Approximate(optimizer.LearningRate);
        double decay = Approximate(optimizer.WeightDecay);
        return Same<Optimizer>(optimizer.Kind) switch
        {
            PruningRecipes.Optimizer.Sgd => new SgdPlan
            {
                LearningRate = rate,
                WeightDecay = decay,
                Momentum = Approximate(optimizer.Momentum),
                Nesterov = optimizer.Nesterov,
            },
            PruningRecipes.Optimizer.Adam => new AdamPlan
            {
                LearningRate = rate,
                WeightDecay = decay,
                Beta1 = Approximate(optimizer.Beta1),
                Beta2 = Approximate(optimizer.Beta2),
                Epsilon = Approximate(optimizer.Epsilon),
            },
            _ => new AdamWPlan
            {
                LearningRate = rate,
                WeightDecay = decay,
                Beta1 = Approximate(optimizer.Beta1),
                Beta2 = Approximate(optimizer.Beta2),
                Epsilon = Approximate(optimizer.Epsilon),
            },
        };
    }

    private LearningRateSchedule Schedule(Compiler.SchedulePlan plan)
    {
        if (plan.Replay is { } replay)
        {
            return LearningRateSchedule.Replay(Position(replay));
        }

        LearningRateSchedule schedule = plan.Kind switch
        {
            Compiler.ScheduleKind.Constant => LearningRateSchedule.Constant,
            Compiler.ScheduleKind.Cosine => LearningRateSchedule.Cosine,
            Compiler.ScheduleKind.Linear => LearningRateSchedule.Linear,
            _ => LearningRateSchedule.Step(plan.Factor, [.. plan.Milestones.Select(Position)]),
        };
        return plan.Warmup is { } warmup ? schedule.WithWarmup(Position(warmup)) : schedule;
    }

    private TrainingPosition Position(Compiler.ScheduleMilestone position) =>
        PositionOf(position.Parameter is { } name ? parameters[name] : position.At, position.Unit);

    private static TrainingPosition PositionOf(decimal at, Compiler.TrainingUnit unit) =>
        unit switch
        {
            Compiler.TrainingUnit.Epochs => TrainingPosition.Epochs(at),
            Compiler.TrainingUnit.Steps => TrainingPosition.Steps(at),
            _ => TrainingPosition.Share(at),
        };

    private void CheckRange(Compiler.SurfaceParameter parameter)
    {
        decimal value = parameters[parameter.Name];
        switch (parameter.Type)
        {
            case Compiler.ParameterType.Count:
                ParameterRange.Check(parameter.Name, (int)value, (int)parameter.Minimum, (int)parameter.Maximum);
                break;
            case Compiler.ParameterType.Ratio:
                ParameterRange.Check(parameter.Name, (Ratio)value, parameter.Minimum, parameter.Maximum);
                break;
            case Compiler.ParameterType.Span:
                Compiler.TrainingUnit unit = parameter.Unit!.Value;
                TrainingPosition.CheckRange(
                    parameter.Name,
                    PositionOf(value, unit),
                    PositionOf(parameter.Minimum, unit),
                    PositionOf(parameter.Maximum, unit)
                );
                break;
            default:
                ParameterRange.Check(
                    parameter.Name,
                    (double)value,
                    (double)parameter.Minimum,
                    (double)parameter.Maximum
                );
                break;
        }
    }

    private decimal Value(Compiler.Operand operand) =>
        operand.IsRound ? _round
        : operand.Parameter is { } name ? parameters[name]
        : operand.Constant;

    private int Count(Compiler.Operand operand) => (int)Value(operand);

    private double Approximate(Compiler.Operand operand) => (double)Value(operand);

    /// <summary>A parameter that is a number goes through a <c>double</c>, as the generated record has it.</summary>
    private decimal Exact(Compiler.Operand operand) =>
        operand.Parameter is { } name
        && _parameters[name].Type is Compiler.ParameterType.Number or Compiler.ParameterType.Factor
            ? (decimal)Approximate(operand)
            : Value(operand);

    /// <summary>The runtime's member for the compiler's: they are one source, compiled twice.</summary>
    private static T Same<T>(Enum value)
        where T : struct, Enum => Enum.Parse<T>(value.ToString());
}
