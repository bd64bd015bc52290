namespace PruningRecipes.Language;

/// <summary>Turns what happens during a training into a plan.</summary>
/// <param name="train">The training.</param>
/// <param name="next">The stage that directly follows it; null for none.</param>
internal sealed class ActionPlanner(BoundTrain train, BoundStage? next)
{
    public ActionPlan ToPlan(BoundAction action)
    {
        GridPlan grid = new(At(action.Grid.Every), At(action.Grid.From), At(action.Grid.Until));
        return action switch
        {
            BoundRamp ramp => new RampPlan(grid, Planner.ToPlan(ramp.Pruning), ramp.Start?.Value)
            {
                IsSoft = ramp.IsSoft,
            },
            BoundRewire rewire => new RewirePlan(
                grid,
                Member<Growth>(rewire.Grow),
                rewire.Fraction?.Value,
                Member<FractionDecay>(rewire.Decay)
            )
            {
                Drop = Member<Drop>(rewire.Drop),
                Start = Member<GrowthStart>(rewire.Start),
                Deviation = rewire.Deviation,
                L1 = rewire.L1,
                Noise = rewire.Noise,
            },
            BoundRegularize regularize => ToPlan(regularize, grid),
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

    private RegularizePlan ToPlan(BoundRegularize regularize, GridPlan grid)
    {
        Penalty kind = Member<Penalty>(regularize.Kind);
        PruningPlan? target =
            kind != Penalty.Slimming && next is BoundPrune prune ? Planner.ToPlan(prune.Pruning) : null;
        return new RegularizePlan(grid, kind, regularize.Strength, target);
    }

    private static UnificationPlan ToPlan(BoundUnification unification) =>
        new(unification.Block.Value, unification.Unified.Value, unification.Pruned?.Value ?? default);

    private ScheduleMilestone? At(Located<TrainingSpan>? position) =>
        position is not { } known ? null
        : known.Value is { Unit: TrainingUnit.Share, Parameter: null }
        && train.Length is { Value: { IsConstant: true } length }
            ? new ScheduleMilestone(known.Value.Amount * length.Constant, train.Unit)
        : ScheduleMilestone.Of(known.Value);

    private static T Member<T>(string word)
        where T : struct, Enum =>
        Words.TryParse(word, out T member)
            ? member
            : throw new InvalidOperationException($"'{word}' is none of {string.Join(", ", Words.All<T>())}.");
}
