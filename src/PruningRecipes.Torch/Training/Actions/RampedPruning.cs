namespace PruningRecipes.Torch;

/// <summary>What is pruned along a ramp, at each place of it.</summary>
/// <param name="pruning">What is pruned and by what; its amount is that of the end.</param>
/// <param name="start">The amount at the start; null where the grain is its own amount.</param>
/// <param name="curve">How the amount grows.</param>
internal sealed class RampedPruning(PruneStage pruning, decimal? start, Curve curve)
{
    private readonly decimal _end = Amount.TargetSparsity(pruning.AmountKind, pruning.Amount);

    /// <summary>What the ramp asks for.</summary>
    /// <param name="progress">How far it is, in [0, 1].</param>
    public PruneStage At(decimal progress) =>
        start is { } first && progress < 1
            ? pruning with
            {
                AmountKind = AmountKind.Sparsity,
                Amount = Ramp.At(curve, Amount.TargetSparsity(pruning.AmountKind, first), _end, progress),
            }
            : pruning;
}
