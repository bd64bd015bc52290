namespace PruningRecipes;

/// <summary>
/// Trains with the masks kept. Numbers may also be written as the YAML language writes them, in a string:
/// <c>Epochs = "$epochs"</c>. What happens meanwhile follows between <see cref="DuringAttribute"/> and
/// <see cref="EndDuringAttribute"/>.
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

    /// <summary>The decay rates of Adam's two moments: numbers or parameters, such as <c>[0.9, 0.999]</c>.</summary>
    public object[]? Betas { get; set; }

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

    /// <summary>
    /// Instead of a schedule: that of the training before, from a position on, such as <c>"10 epochs"</c>
    /// (learning-rate rewinding: Renda et al., ICLR 2020).
    /// </summary>
    public string? Replay { get; set; }

    /// <summary>The number of examples in a batch: a whole number or a parameter.</summary>
    public object? Batch { get; set; }
}
