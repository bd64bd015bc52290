namespace PruningRecipes.Torch;

/// <summary>
/// A factor on the learning rate for each optimizer step. The forms are those of PyTorch's schedulers, stepped after each
/// optimizer step: MultiStepLR, CosineAnnealingLR and LinearLR, the latter two down to 0 at the end of the stage.
/// </summary>
public sealed class LearningRateSchedule
{
    private readonly Form _form;
    private readonly double _factor = 1;
    private readonly TrainingPosition[] _milestones = [];
    private readonly TrainingPosition _warmup;
    private readonly TrainingPosition _position;

    private LearningRateSchedule(Form form) => _form = form;

    private LearningRateSchedule(double factor, TrainingPosition[] milestones)
        : this(Form.Step)
    {
        _factor = factor;
        _milestones = milestones;
    }

    private LearningRateSchedule(LearningRateSchedule schedule, TrainingPosition warmup)
        : this(schedule._form)
    {
        _factor = schedule._factor;
        _milestones = schedule._milestones;
        _warmup = warmup;
    }

    private LearningRateSchedule(TrainingPosition position)
        : this(Form.Replay) => _position = position;

    private enum Form
    {
        Constant,
        Step,
        Cosine,
        Linear,
        Replay,
    }

    /// <summary>Whether it is that of another training.</summary>
    internal bool IsReplay => _form == Form.Replay;

    /// <summary>The learning rate stays.</summary>
    public static LearningRateSchedule Constant { get; } = new(Form.Constant);

    /// <summary>Half a cosine from 1 to 0 (Loshchilov and Hutter, ICLR 2017, without restarts).</summary>
    public static LearningRateSchedule Cosine { get; } = new(Form.Cosine);

    /// <summary>A straight line from 1 to 0.</summary>
    public static LearningRateSchedule Linear { get; } = new(Form.Linear);

    /// <summary>Falls at each milestone.</summary>
    /// <param name="by">What the learning rate is multiplied by there.</param>
    /// <param name="at">The milestones; the step at a milestone is the first with the new rate.</param>
    public static LearningRateSchedule Step(decimal by, params ReadOnlySpan<TrainingPosition> at) =>
        new((double)by, at.ToArray());

    /// <summary>
    /// That of the train stage before, from a position on: learning-rate rewinding (Renda et al., ICLR 2020). Where it is over,
    /// its last factor stays. Of several replays in a row all are of the same schedule.
    /// </summary>
    /// <param name="position">Where in the training before it begins.</param>
    public static LearningRateSchedule Replay(TrainingPosition position) => new(position);

    /// <summary>
    /// The same after a rise in a straight line, the first step at 0. What cosine and linear do takes place in the time after
    /// it; milestones stay where they are.
    /// </summary>
    /// <param name="length">The length of the rise.</param>
    public LearningRateSchedule WithWarmup(TrainingPosition length) => new(this, length);

    /// <summary>The factor for a step.</summary>
    /// <param name="step">The number of steps before it, from 0.</param>
    /// <param name="length">How long the stage is.</param>
    /// <exception cref="InvalidOperationException">It is a replay, whose factors are those of another training.</exception>
    public double Factor(long step, TrainingLength length)
    {
        if (IsReplay)
        {
            throw new InvalidOperationException("A replay has no factors of its own.");
        }

        double warmup = (double)_warmup.InSteps(length);
        if (step < warmup)
        {
            return step / warmup;
        }

        double progress = (step - warmup) / (length.Steps - warmup);
        return _form switch
        {
            Form.Step => Fall(step, length),
            Form.Cosine => (1 + Math.Cos(Math.PI * progress)) / 2,
            Form.Linear => 1 - progress,
            _ => 1,
        };
    }

    /// <summary>Where in a training of this length the replay begins.</summary>
    /// <exception cref="RecipeException">It would begin at its end or beyond.</exception>
    internal long Start(TrainingLength length)
    {
        long start = (long)decimal.Floor(_position.InSteps(length));
        return start < length.Steps
            ? start
            : throw new RecipeException(
                $"The schedule is replayed from step {start}, but the training before has {length.Steps} steps."
            );
    }

    private double Fall(long step, TrainingLength length)
    {
        double factor = 1;
        foreach (TrainingPosition milestone in _milestones)
        {
            if (step >= milestone.InSteps(length))
            {
                factor *= _factor;
            }
        }

        return factor;
    }
}
