namespace PruningRecipes.Torch;

/// <summary>Prunes further at each update.</summary>
internal sealed class RunningRamp(RampAction action, UpdateClock clock, ActionContext context)
    : RunningAction,
        IDisposable
{
    private readonly RampedPruning _ramp = new(action.Pruning, action.Start, action.Curve);
    private readonly MovementScores? _movement =
        action.Pruning.Score == Score.Movement ? new MovementScores(context.Layers, learningRate: 1) : null;

    private bool _hasBegun;

    public override long Due => clock.Due;

    public override bool SeesGradients => _movement is not null;

    public override void SeeGradients(long step) => _movement!.Learn();

    public override bool Update(long step)
    {
        // Where several updates fall on the first step: a start below what is pruned already is an error all the same.
        if (!_hasBegun && clock.Progress > 0)
        {
            Prune(_ramp.At(0), step);
        }

        _hasBegun = true;
        Prune(_ramp.At(clock.Progress), step);
        clock.Advance();
        return false;
    }

    public void Dispose() => _movement?.Dispose();

    private void Prune(PruneStage stage, long step)
    {
        using ScoringContext scoring = context.ScoringOf(stage, step, _movement?.Views);
        Pruner.Prune(scoring);
    }
}
