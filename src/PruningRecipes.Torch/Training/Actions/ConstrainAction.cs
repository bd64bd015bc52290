namespace PruningRecipes.Torch;

/// <summary>
/// Pulls the weights to a set by multipliers (ADMM: Zhang et al., ECCV 2018): to <see cref="Pruning"/> or
/// <see cref="Unification"/>, one of which is set.
/// </summary>
public sealed record ConstrainAction : RepeatedAction
{
    /// <summary>For a set of pruned weights: what is zero, by magnitude.</summary>
    public PruneStage? Pruning { get; init; }

    /// <summary>For a set of unified blocks: which they are.</summary>
    public UnifyStage? Unification { get; init; }

    /// <summary>The strength of the pull at the first update, above 0.</summary>
    public required double Rho { get; init; }

    /// <summary>The strength at the last update; it grows by the same factor at each. Null where it stays.</summary>
    public double? LastRho { get; init; }

    internal override RunningAction Begin(ActionContext context) =>
        Pruning is null == Unification is null
            ? throw new RecipeException("A constraint is to pruned weights, or to unified blocks.")
            : new RunningConstraint(
                this,
                new UpdateClock(GridOf(context.Length), context.Length, skipsStart: false),
                context
            );
}
