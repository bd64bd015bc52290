namespace PruningRecipes.Torch;

/// <summary>Gradual pruning: a sparsity that grows along a curve (Zhu and Gupta, 2017), and ends exactly at its target.</summary>
public sealed record RampAction : RepeatedAction
{
    /// <summary>What is pruned and by what; its amount, a sparsity or a share to keep, is that of the end.</summary>
    public required PruneStage Pruning { get; init; }

    /// <summary>The amount at the first update; null where the grain is its own amount.</summary>
    public decimal? Start { get; init; }

    /// <summary>How the amount grows.</summary>
    public Curve Curve { get; init; } = Curve.Cubic;

    internal override RunningAction Begin(ActionContext context) =>
        new RunningRamp(this, new UpdateClock(GridOf(context.Length), context.Length, skipsStart: false), context);
}
