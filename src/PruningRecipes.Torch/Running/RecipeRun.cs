using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// A recipe bound to a model: what the stages of a compiled recipe call. A stage changes the model and the masks as they
/// are; so the stages may also be called one by one from a loop of one's own, with
/// <see cref="BeforeOptimizerStep"/> and <see cref="AfterOptimizerStep"/> around the optimizer's step.
/// </summary>
public sealed class RecipeRun : IDisposable
{
    private readonly nn.Module _model;
    private readonly RecipeDefinition _definition;
    private readonly Devices _devices;
    private readonly ModelBinding _binding;
    private readonly MaskKeeper _keeper;
    private readonly SnapshotStore _snapshots;
    private readonly StageRunner _stages;
    private readonly Measurements _measurements;
    private ITrainer? _trainer;

    /// <summary>What a replay of the schedule would replay.</summary>
    private ScheduledTraining? _schedule;

    /// <summary>What the next training goes on with; null where it begins a schedule of its own.</summary>
    private ScheduledTraining? _continued;

    private bool _isDisposed;

    /// <summary>Finds the recipe's layers in the model. All weights are kept at first.</summary>
    /// <exception cref="BindingException">The model is not what the recipe was compiled for.</exception>
    /// <exception cref="NotSupportedException">A weight on the CPU is not contiguous, or a weight is not of a floating-point type of 16, 32 or 64 bits.</exception>
    public RecipeRun(nn.Module model, RecipeDefinition definition)
        : this(model, definition, Devices.OfMachine) { }

    /// <inheritdoc cref="RecipeRun(nn.Module, RecipeDefinition)"/>
    internal RecipeRun(nn.Module model, RecipeDefinition definition, Devices devices)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(definition);
        _model = model;
        _definition = definition;
        _devices = devices;
        _binding = new ModelBinding(model, definition, devices);
        _keeper = new MaskKeeper(_binding, devices);
        _snapshots = new SnapshotStore(model, devices);
        _stages = new StageRunner(_binding, definition.Seed);
        _measurements = new Measurements(model, _binding);
    }

    /// <summary>The masks of the recipe's layers.</summary>
    public MaskSet Masks => _binding.Masks;

    /// <summary>How masks are kept around the steps of an optimizer, for each device that layers are on, as the model now is.</summary>
    public IReadOnlyList<MaskKeeping> MaskKeeping => _keeper.Keeping;

    /// <summary>Starts a run. Weights and masks are taken as they are; random numbers start anew.</summary>
    /// <param name="trainer">Who trains and measures.</param>
    /// <param name="options">How to report and stop.</param>
    public void Begin(ITrainer trainer, RunOptions? options)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        options ??= new RunOptions();
        _stages.Begin(options, options.Seed ?? _definition.Seed);
        _measurements.Clear();
        _keeper.ThawMoved();
        _trainer = trainer;
        _schedule = null;
        _continued = null;
        _snapshots.Optimizer.Forget();
    }

    /// <summary>Enters a round of a repeat.</summary>
    /// <param name="stage">The number of the repeat.</param>
    /// <param name="round">The round, from 1.</param>
    /// <param name="rounds">How many there are.</param>
    public void EnterRound(int stage, int round, int rounds) => _stages.Enter(new RoundProgress(stage, round, rounds));

    /// <summary>Leaves the round that was entered last.</summary>
    /// <param name="stage">The number of the repeat.</param>
    /// <exception cref="InvalidOperationException">The repeat is another.</exception>
    public void LeaveRound(int stage) => _stages.LeaveRound(stage);

    /// <summary>Copies the model's state under a name, in place of an earlier copy of the same name.</summary>
    /// <param name="stage">The stage's number.</param>
    /// <param name="name">The snapshot's name.</param>
    /// <param name="contents">What is copied.</param>
    public void Snapshot(int stage, string name, SnapshotContents contents) =>
        Perform(stage, "snapshot", (_, _) => _snapshots.Save(name, contents));

    /// <summary>Trains with the masks kept: after each step all pruned weights, their gradients and moments are zero.</summary>
    /// <param name="stage">The stage's number.</param>
    /// <param name="plan">How.</param>
    /// <exception cref="RecipeException">The loss is not finite.</exception>
    /// <exception cref="OperationCanceledException">The run is to stop.</exception>
    public void Train(int stage, TrainStage plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Perform(
            stage,
            "train",
            (random, report) =>
            {
                var session = new TrainingSession(TrainingContext(report), _keeper, _stages.Options.CancellationToken);
                _schedule = session.Run(
                    plan,
                    random,
                    _schedule,
                    _continued,
                    (epoch, epochs) => _stages.Report(stage, "train", epoch, epochs, session.Loss)
                );
                _continued = null;
                return report with { Steps = session.Steps, Loss = session.Loss };
            }
        );
    }

    /// <summary>
    /// Learns masks while the weights stay as they are: bit for bit, but that what is not kept is zero in the end, and that
    /// what is kept is multiplied where the search rescales.
    /// </summary>
    /// <param name="stage">The stage's number.</param>
    /// <param name="plan">How.</param>
    /// <exception cref="RecipeException">
    /// The loss is not finite, a weight has no gradient, or the sparsity would have to fall; weights and masks are as before.
    /// </exception>
    public void Search(int stage, SearchStage plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Perform(
            stage,
            "search",
            (random, report) =>
            {
                var session = new SearchSession(TrainingContext(report), _stages.Options.CancellationToken);
                _keeper.AfterStep();
                session.Run(
                    plan,
                    random,
                    (epoch, epochs) => _stages.Report(stage, "search", epoch, epochs, session.Loss)
                );
                _keeper.AfterStep();
                return report with { Steps = session.Steps, Loss = session.Loss };
            }
        );
        _stages.Report(stage, "search");
    }

    /// <summary>Prunes the units with the lowest scores.</summary>
    /// <param name="stage">The stage's number.</param>
    /// <param name="plan">Which, and how many.</param>
    /// <exception cref="RecipeException">
    /// The sparsity would have to fall, more would go than may, or a score is not a number; weights and masks are as before.
    /// </exception>
    public void Prune(int stage, PruneStage plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Perform(
            stage,
            "prune",
            (random, _) =>
            {
                using var context = new ScoringContext(_model, _binding.Layers, _snapshots, _trainer)
                {
                    Stage = plan,
                    Random = random,
                };
                Pruner.Prune(context);
                _keeper.AfterChange();
            }
        );
    }

    /// <summary>Sets what is kept to a snapshot's values; pruned weights stay zero. An attached optimizer keeps its moments, unless they are asked for.</summary>
    /// <param name="stage">The stage's number.</param>
    /// <param name="name">The snapshot's name.</param>
    /// <param name="contents">What is brought back.</param>
    /// <param name="continuesSchedule">
    /// Whether the next training, instead of a schedule of its own, goes on in that of the training that saved the snapshot,
    /// at the position where it was saved: learning-rate rewinding (Renda et al., ICLR 2020).
    /// </param>
    /// <exception cref="RecipeException">There is no such snapshot, or it does not hold that; weights and masks are as before.</exception>
    public void Rewind(int stage, string name, SnapshotContents contents, bool continuesSchedule = false) =>
        Perform(
            stage,
            "rewind",
            (_, _) =>
            {
                ScheduledTraining? continued = continuesSchedule ? _snapshots.ScheduleOf(name) : null;
                _snapshots.Restore(name, contents, _binding.Layers);
                _continued = continued;
                _keeper.AfterChange();
            }
        );

    /// <summary>
    /// Sets the kept weights anew. <see cref="ReinitKind.Fresh"/> draws all linear and convolution layers and resets all norms;
    /// the other kinds change the recipe's layers.
    /// </summary>
    /// <param name="stage">The stage's number.</param>
    /// <param name="kind">To what.</param>
    /// <exception cref="RecipeException">A weight whose sign or deviation counts is not a number; the weights are as before.</exception>
    public void Reinit(int stage, ReinitKind kind) =>
        Perform(
            stage,
            "reinit",
            (random, _) =>
            {
                Reinitializer.Apply(_model, _binding.Layers, kind, random, _devices);
                _keeper.AfterChange();
            }
        );

    /// <summary>Repairs what pruning has damaged, without training; pruned weights stay zero.</summary>
    /// <param name="stage">The stage's number.</param>
    /// <param name="plan">How.</param>
    /// <exception cref="RecipeException">
    /// The kind sees data that there is not, there is no such snapshot, or nothing in the model that could be repaired; the
    /// weights are as before.
    /// </exception>
    public void Recover(int stage, RecoverStage plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Perform(
            stage,
            "recover",
            (random, _) =>
            {
                Recoverer.Recover(plan, _binding.Layers, _snapshots, () => Calibration(plan, random));
                _keeper.AfterChange();
            }
        );
    }

    /// <summary>
    /// Gives blocks of each layer one magnitude, each weight with its sign, and prunes others. Trainings leave unified blocks as
    /// they are, until a stage sets the weights to other values.
    /// </summary>
    /// <param name="stage">The stage's number.</param>
    /// <param name="plan">Which blocks, and how many.</param>
    /// <exception cref="RecipeException">
    /// The blocks do not divide a layer, the sparsity would have to fall, no block would be left, or a weight is not a number;
    /// weights and masks are as before.
    /// </exception>
    public void Unify(int stage, UnifyStage plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Perform(
            stage,
            "unify",
            (_, _) =>
            {
                Unifier.Unify(_binding.Layers, plan);
                _keeper.AfterStep();
            }
        );
    }

    /// <summary>Measures the model.</summary>
    /// <param name="stage">The stage's number.</param>
    /// <param name="name">The name of the figures in the result; null for none.</param>
    /// <param name="metrics">What is measured.</param>
    /// <exception cref="RecipeException">
    /// The accuracy is asked for, and the trainer has none; or the operations are, and the trainer is no
    /// <see cref="IScoringTrainer"/>, or the model does not call a layer.
    /// </exception>
    /// <exception cref="NotSupportedException">Something else is asked for than accuracy, loss, sparsity and flops.</exception>
    public void Evaluate(int stage, string? name, Metric metrics) =>
        Perform(stage, "evaluate", (_, report) => Measure(report, name, metrics, null));

    /// <summary>Stands for a stage that was compiled and checked, but that this version cannot run.</summary>
    /// <param name="stage">The stage's number.</param>
    /// <param name="word">The word of the recipe that is not supported.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    [DoesNotReturn]
    public void Unsupported(int stage, string word)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        throw new NotSupportedException($"Stage {stage} ({word}) is not supported by this version.");
    }

    /// <summary>Ends the run that was begun.</summary>
    /// <returns>What became of it.</returns>
    public RecipeResult Complete()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _trainer = null;
        _stages.End();
        _snapshots.Optimizer.Forget();
        return new RecipeResult(_definition.Name, _stages.Reports, _measurements.Evaluations, Masks.ToFigures());
    }

    /// <summary>
    /// For a loop of one's own: keeps the moments of the optimizer masked too. Without this they would push pruned weights in
    /// each step, only to have them zeroed again.
    /// </summary>
    /// <param name="optimizer">An SGD, Adam or AdamW over the model's parameters, as they are after any conversion.</param>
    /// <exception cref="NotSupportedException">The optimizer is of another kind.</exception>
    /// <exception cref="RecipeException">It moves none of the recipe's layers.</exception>
    public void Attach(optim.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _keeper.Attach(optimizer);
        _snapshots.Optimizer.Attach(optimizer);
    }

    /// <summary>
    /// For a loop of one's own, between backward and step: zeroes the gradients of pruned weights. Allocates no managed memory
    /// while the gradients stay the same tensors, as they do under the optimizer's <c>zero_grad()</c>, but on devices, where they
    /// are asked for anew.
    /// </summary>
    public void BeforeOptimizerStep()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _keeper.BeforeStep();
    }

    /// <summary>
    /// For a loop of one's own, after the step: zeroes pruned weights, their gradients and their moments. Allocates no managed
    /// memory, as <see cref="BeforeOptimizerStep"/>.
    /// </summary>
    public void AfterOptimizerStep()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _keeper.AfterStep();
    }

    /// <summary>Frees masks and snapshots. The model stays as it is, pruned.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _keeper.Dispose();
        _snapshots.Dispose();
        foreach (MaskedLayer layer in _binding.Layers)
        {
            layer.Dispose();
        }
    }

    private ActionContext TrainingContext(StageReport report) =>
        new()
        {
            Model = _model,
            Layers = _binding.Layers,
            Snapshots = _snapshots,
            Trainer = Trainer(),
            Measure = (name, metrics, step) => Measure(report, name, metrics, step),
        };

    private CalibrationData Calibration(RecoverStage plan, RandomSource random) =>
        new(_model, CalibrationData.Require(_trainer, "a recovery"), random, plan.Batches ?? 1, plan.PerClass);

    private ITrainer Trainer() =>
        _trainer ?? throw new RecipeException("There is no trainer: training and evaluation belong into a run.");

    private void Measure(StageReport stage, string? name, Metric metrics, long? step) =>
        _measurements.Add(stage, name, metrics, step, Trainer);

    /// <summary>Performs a stage that reports no epochs, and then that it was.</summary>
    private void Perform(int stage, string word, Action<RandomSource, StageReport> body)
    {
        Perform(
            stage,
            word,
            (random, report) =>
            {
                body(random, report);
                return report;
            }
        );
        _stages.Report(stage, word);
    }

    private void Perform(int stage, string word, Func<RandomSource, StageReport, StageReport> body)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _stages.Perform(stage, word, isNoted: _trainer is not null, body);
    }
}
