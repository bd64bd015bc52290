namespace PruningRecipes.Torch;

/// <summary>Learning masks while the weights stay as they are.</summary>
public sealed record SearchStage
{
    /// <summary>How masks come from scores.</summary>
    public required SearchKind Kind { get; init; }

    /// <summary>
    /// The share to keep of all weights of a layer, in (0, 1]; null for as many as are learned, which
    /// <see cref="SearchKind.Supermask"/> alone can.
    /// </summary>
    public decimal? Keep { get; init; }

    /// <summary>The number of passes over the training data; either this or <see cref="Steps"/>.</summary>
    public int? Epochs { get; init; }

    /// <summary>The number of optimizer steps.</summary>
    public int? Steps { get; init; }

    /// <summary>Who moves the scores.</summary>
    public required OptimizerPlan Optimizer { get; init; }

    /// <summary>How the learning rate goes.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>The number of examples in a batch; null leaves it to the trainer.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Whether the kept weights of a layer are multiplied by the number of all over the number of kept ones.</summary>
    public bool Rescales { get; init; }
}
