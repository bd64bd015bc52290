namespace PruningRecipes.Torch;

/// <summary>
/// Trains all weights through a mask: the model computes with masked weights, and the gradient of each is given to the
/// weight itself, so that what is hidden goes on learning and may return. The mask is chosen between two steps, from the
/// weights as they are then; what the last one hides is pruned (SR-STE: Zhou et al., ICLR 2021; movement pruning: Sanh et
/// al., NeurIPS 2020).
/// </summary>
public sealed record StraightThroughAction : RepeatedAction
{
    /// <summary>What the mask hides and by what; its amount, a sparsity or a share to keep, is that of the end.</summary>
    public required PruneStage Pruning { get; init; }

    /// <summary>The amount of the first mask; null where the grain is its own amount.</summary>
    public decimal? Start { get; init; }

    /// <summary>How the amount grows.</summary>
    public Curve Curve { get; init; } = Curve.Cubic;

    /// <summary>What multiplies hidden weights where it is added to their gradients, 0 or more.</summary>
    public double Decay { get; init; }

    /// <summary>The learning rate of the scores, above 0, for <see cref="Score.Movement"/>.</summary>
    public double LearningRate { get; init; } = 0.01;

    internal override RunningAction Begin(ActionContext context) =>
        new RunningStraightThrough(
            this,
            new UpdateClock(GridOf(context.Length), context.Length, skipsStart: false, isBetweenSteps: true),
            context
        );
}
