namespace PruningRecipes.Torch;

/// <summary>Prunes further at each update.</summary>
internal sealed class RunningRamp(RampAction action, UpdateClock clock, ActionContext context) : RunningAction
{
    private readonly decimal _end = SparsityOf(action.Pruning.AmountKind, action.Pruning.Amount);

    public override long Due => clock.Due;

    public override bool Update(long step)
    {
        using ScoringContext scoring = context.ScoringOf(Stage(), step);
        Pruner.Prune(scoring);
        clock.Advance();
        return false;
    }

    private PruneStage Stage() =>
        action.Start is { } start && clock.Progress < 1
            ? action.Pruning with
            {
                AmountKind = AmountKind.Sparsity,
                Amount = Ramp.At(
                    action.Curve,
                    SparsityOf(action.Pruning.AmountKind, start),
                    _end,
                    clock.Progress
                ),
            }
            : action.Pruning;

    private static decimal SparsityOf(AmountKind kind, decimal amount) => Amount.TargetSparsity(kind, amount);
}
