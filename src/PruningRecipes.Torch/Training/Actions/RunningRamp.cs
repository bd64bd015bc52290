namespace PruningRecipes.Torch;

/// <summary>Prunes further at each update.</summary>
internal sealed class RunningRamp(RampAction action, UpdateClock clock, ActionContext context) : RunningAction
{
    private readonly decimal _end = SparsityOf(action.Pruning.AmountKind, action.Pruning.Amount);
    private bool _hasBegun;

    public override long Due => clock.Due;

    public override bool Update(long step)
    {
        // Where several updates fall on the first step: a start below what is pruned already is an error all the same.
        if (!_hasBegun && clock.Progress > 0)
        {
            Prune(StageAt(0), step);
        }

        _hasBegun = true;
        Prune(StageAt(clock.Progress), step);
        clock.Advance();
        return false;
    }

    private void Prune(PruneStage stage, long step)
    {
        using ScoringContext scoring = context.ScoringOf(stage, step);
        Pruner.Prune(scoring);
    }

    private PruneStage StageAt(decimal progress) =>
        action.Start is { } start && progress < 1
            ? action.Pruning with
            {
                AmountKind = AmountKind.Sparsity,
                Amount = Ramp.At(action.Curve, SparsityOf(action.Pruning.AmountKind, start), _end, progress),
            }
            : action.Pruning;

    private static decimal SparsityOf(AmountKind kind, decimal amount) => Amount.TargetSparsity(kind, amount);
}
