namespace PruningRecipes.Torch;

/// <summary>
/// Sparse training: the smallest kept weights of each layer are exchanged for pruned ones, the number of kept weights
/// staying as it is at every step (SET, RigL, SNFS). Without <see cref="RepeatedAction.From"/> the first exchange is one
/// distance after the start.
/// </summary>
public sealed record RewireAction : RepeatedAction
{
    /// <summary>Which pruned weights return.</summary>
    public required Growth Grow { get; init; }

    /// <summary>The share of a layer's kept weights that is exchanged at first, in (0, 1).</summary>
    public required decimal Fraction { get; init; }

    /// <summary>How the share falls.</summary>
    public FractionDecay Decay { get; init; }

    internal override RunningAction Begin(ActionContext context) =>
        new RunningRewiring(
            this,
            new UpdateClock(GridOf(context.Length), context.Length, skipsStart: From is null),
            context
        );
}
