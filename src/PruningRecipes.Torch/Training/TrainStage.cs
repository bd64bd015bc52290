namespace PruningRecipes.Torch;

/// <summary>Training with the masks kept.</summary>
public sealed record TrainStage
{
    /// <summary>The number of passes over the training data; either this or <see cref="Steps"/>.</summary>
    public int? Epochs { get; init; }

    /// <summary>The number of optimizer steps.</summary>
    public int? Steps { get; init; }

    /// <summary>Who moves the weights.</summary>
    public required OptimizerPlan Optimizer { get; init; }

    /// <summary>How the learning rate goes.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>The number of examples in a batch; null leaves it to the trainer.</summary>
    public int? BatchSize { get; init; }

    /// <summary>What happens while it trains.</summary>
    public IReadOnlyList<TrainingAction> During { get; init; } = [];

    internal TrainingLength Length(long stepsPerEpoch) => TrainingLength.Of(Epochs, Steps, stepsPerEpoch);
}
