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

    private enum Form
    {
        Constant,
        Step,
        Cosine,
        Linear,
    }

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
    /// The same after a rise in a straight line, the first step at 0. What cosine and linear do takes place in the time after
    /// it; milestones stay where they are.
    /// </summary>
    /// <param name="length">The length of the rise.</param>
    public LearningRateSchedule WithWarmup(TrainingPosition length) => new(this, length);

    /// <summary>The factor for a step.</summary>
    /// <param name="step">The number of steps before it, from 0.</param>
    /// <param name="length">How long the stage is.</param>
    public double Factor(long step, TrainingLength length)
    {
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
