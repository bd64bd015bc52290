namespace PruningRecipes;

/// <summary>A stage of a recipe. The stages run in the order in which the attributes stand.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class StageAttribute : Attribute
{
    private protected StageAttribute() { }
}

/// <summary>Copies the model's state under a name.</summary>
/// <param name="name">The snapshot's name, kebab-case.</param>
public sealed class SnapshotAttribute(string name) : StageAttribute
{
    /// <summary>The snapshot's name.</summary>
    public string Name { get; } = name;

    /// <summary>What is copied; weights and buffers where it is not set.</summary>
    public SnapshotContents Of { get; set; }
}

/// <summary>
/// Trains with the masks kept. Numbers may also be written as the YAML language writes them, in a string:
/// <c>Epochs = "$epochs"</c>.
/// </summary>
public sealed class TrainAttribute : StageAttribute
{
    /// <summary>How many passes over the training data: a whole number or a parameter. Either this or <see cref="Steps"/>.</summary>
    public object? Epochs { get; set; }

    /// <summary>How many optimizer steps: a whole number or a parameter.</summary>
    public object? Steps { get; set; }

    /// <summary>Who moves the weights.</summary>
    public Optimizer Optimizer { get; set; }

    /// <summary>The learning rate: a number above 0 or a parameter.</summary>
    public object? LearningRate { get; set; }

    /// <summary>SGD's momentum, in [0, 1).</summary>
    public object? Momentum { get; set; }

    /// <summary>Whether SGD's momentum looks ahead (Nesterov).</summary>
    public bool Nesterov { get; set; }

    /// <summary>The weight decay, 0 or more.</summary>
    public object? WeightDecay { get; set; }

    /// <summary>The decay rates of Adam's two moments.</summary>
    public double[]? Betas { get; set; }

    /// <summary>What Adam adds to the root of its second moment.</summary>
    public object? Epsilon { get; set; }

    /// <summary>The learning-rate schedule: <c>"constant"</c>, <c>"cosine"</c>, <c>"linear"</c> or <c>"step"</c>.</summary>
    public string? Schedule { get; set; }

    /// <summary>For <c>"step"</c>: where the rate falls, as spans such as <c>"30 epochs"</c> or <c>"75%"</c>.</summary>
    public string[]? StepAt { get; set; }

    /// <summary>For <c>"step"</c>: what the rate is multiplied by there.</summary>
    public object? StepBy { get; set; }

    /// <summary>The span over which the rate rises from zero, such as <c>"5 epochs"</c>.</summary>
    public string? Warmup { get; set; }

    /// <summary>The number of examples in a batch: a whole number or a parameter.</summary>
    public object? Batch { get; set; }
}

/// <summary>
/// Scores the weights, selects the lowest and masks them. Exactly one amount must be set: a number such as
/// <c>Remove = 0.2</c>, or a string as the YAML language writes it, such as <c>"20%"</c> or <c>"$rate"</c>.
/// </summary>
/// <param name="score">How saliency is measured.</param>
/// <param name="allocation">How the amount is divided among the layers.</param>
public sealed class PruneAttribute(Score score, Allocation allocation = Allocation.Layer) : StageAttribute
{
    /// <summary>How saliency is measured.</summary>
    public Score Score { get; } = score;

    /// <summary>How the amount is divided among the layers.</summary>
    public Allocation Allocation { get; } = allocation;

    /// <summary>What is pruned as a whole; single weights where it is not set.</summary>
    public Grain Grain { get; set; }

    /// <summary>The share of zeros among all prunable weights after the stage.</summary>
    public object? Sparsity { get; set; }

    /// <summary>The share to prune of the weights that remain.</summary>
    public object? Remove { get; set; }

    /// <summary>The share to keep of all prunable weights.</summary>
    public object? Keep { get; set; }

    /// <summary>The factor by which the number of weights falls: <c>10</c> or <c>"10x"</c>.</summary>
    public object? Compression { get; set; }

    /// <summary>The number of weights to prune.</summary>
    public object? Count { get; set; }
}

/// <summary>Sets the kept weights to a snapshot's values; pruned weights stay zero, the optimizer starts afresh.</summary>
/// <param name="to">The snapshot's name.</param>
public sealed class RewindAttribute(string to) : StageAttribute
{
    /// <summary>The snapshot's name.</summary>
    public string To { get; } = to;

    /// <summary>What is brought back; weights and buffers where it is not set.</summary>
    public SnapshotContents What { get; set; }
}

/// <summary>Sets the kept weights anew, as a control experiment.</summary>
/// <param name="kind">To what.</param>
public sealed class ReinitAttribute(ReinitKind kind) : StageAttribute
{
    /// <summary>To what.</summary>
    public ReinitKind Kind { get; } = kind;
}

/// <summary>Repeats the stages up to the matching <see cref="EndRepeatAttribute"/>.</summary>
/// <param name="count">How often: a whole number, or a parameter as in <c>"$rounds"</c>.</param>
public sealed class RepeatAttribute(object count) : StageAttribute
{
    /// <summary>How often.</summary>
    public object Count { get; } = count;
}

/// <summary>Ends the innermost open <see cref="RepeatAttribute"/>.</summary>
public sealed class EndRepeatAttribute : StageAttribute;

/// <summary>Measures the model.</summary>
/// <param name="metrics">What is measured.</param>
public sealed class EvaluateAttribute(Metric metrics) : StageAttribute
{
    /// <summary>What is measured.</summary>
    public Metric Metrics { get; } = metrics;

    /// <summary>The name under which the figures appear in the result.</summary>
    public string? Name { get; set; }
}
