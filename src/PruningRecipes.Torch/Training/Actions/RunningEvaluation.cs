namespace PruningRecipes.Torch;

/// <summary>Measures at each place.</summary>
internal sealed class RunningEvaluation(EvaluateAction action, UpdateClock clock, ActionContext context) : RunningAction
{
    public override long LookDue => clock.Due;

    public override void Look(long step)
    {
        context.Measure(action.Name, action.Metrics, step);
        clock.Advance();
    }
}
