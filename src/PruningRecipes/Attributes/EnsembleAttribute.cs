namespace PruningRecipes;

/// <summary>
/// Trains on, measures the distribution of each parameter meanwhile, and draws networks from it (Liu et al., 2018).
/// <see cref="Collect"/> must be set.
/// </summary>
/// <param name="members">How many networks are drawn: a whole number or a parameter.</param>
public sealed class EnsembleAttribute(object members) : StageAttribute
{
    /// <summary>How many networks are drawn.</summary>
    public object Members { get; } = members;

    /// <summary>How long the training goes on meanwhile, such as <c>"1 epochs"</c>.</summary>
    public string? Collect { get; set; }

    /// <summary>The factor on the standard deviations, 0 for the mean network; 1 where it is not set.</summary>
    public object? Scale { get; set; }

    /// <summary>Who moves the weights meanwhile; where it is not set, who did in the training before.</summary>
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

    /// <summary>
    /// How many batches the running statistics of each member's batch norms are measured on, a whole number or a parameter;
    /// where it is not set, they are those of the mean.
    /// </summary>
    public object? Batches { get; set; }
}
