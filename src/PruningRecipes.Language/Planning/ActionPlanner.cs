namespace PruningRecipes.Language;

/// <summary>Turns what happens during training into a plan.</summary>
internal static class ActionPlanner
{
    public static ActionPlan ToPlan(BoundAction action)
    {
        GridPlan grid = new(At(action.Grid.Every), At(action.Grid.From), At(action.Grid.Until));
        return action switch
        {
            BoundRamp ramp => new RampPlan(grid, Planner.ToPlan(ramp.Pruning), ramp.Start?.Value),
            BoundRewire rewire => new RewirePlan(grid, rewire.Drop, rewire.Grow, rewire.Fraction, rewire.Decay),
            BoundRegularize regularize => new RegularizePlan(grid, regularize.Kind, regularize.Strength),
            BoundConstrain constrain => new ConstrainPlan(
                grid,
                constrain.Pruning is { } pruning ? Planner.ToPlan(pruning) : null,
                constrain.Unification is { } unification ? ToPlan(unification) : null,
                constrain.Rho.Value,
                constrain.LastRho.Value
            ),
            BoundStraightThrough through => new StraightThroughPlan(
                grid,
                Planner.ToPlan(through.Pruning),
                through.Start?.Value,
                through.Decay,
                through.LearningRate
            ),
            BoundSnapshotAction snapshot => new SnapshotPlan(
                snapshot.Name.Value,
                snapshot.Contents,
                At(snapshot.At)!.Value
            ),
            BoundEvaluateAction evaluate => new EvaluatePlan(grid, evaluate.Name, evaluate.Metrics.ToFlags())
            {
                Options = evaluate.Metrics.WithOptions(),
            },
            _ => throw new InvalidOperationException($"The action '{action.Word.Value}' has no plan."),
        };
    }

    private static UnificationPlan ToPlan(BoundUnification unification) =>
        new(unification.Block.Value, unification.Unified.Value, unification.Pruned?.Value ?? default);

    private static ScheduleMilestone? At(Located<TrainingSpan>? position) =>
        position is { } known ? new ScheduleMilestone(known.Value.Amount, known.Value.Unit) : null;
}
