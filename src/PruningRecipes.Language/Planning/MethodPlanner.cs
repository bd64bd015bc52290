namespace PruningRecipes.Language;

/// <summary>The instructions of the stages that repair, unify, search, fit, resample and shrink, and what they say in words.</summary>
internal static class MethodPlanner
{
    /// <returns>The instruction; null for another stage.</returns>
    public static Instruction? ToInstruction(BoundStage stage) =>
        stage switch
        {
            BoundRecover recover => new RecoverInstruction(
                recover.Number,
                recover.Kind,
                recover.Gain.Value,
                recover.Data,
                recover.Snapshot?.Value,
                recover.Damping
            ),
            BoundUnify unify => new UnifyInstruction(
                unify.Number,
                unify.Pruning.Grain.Value.First,
                unify.Pruning.Grain.Value.Second,
                unify.Unified.Value,
                unify.Pruning.Amount?.Value
            ),
            BoundSearch search => new SearchInstruction(
                search.Number,
                search.Kind,
                search.Pruning.Amount?.Value,
                search.Length!.Value.Value,
                search.Unit,
                Planner.ToPlan(search.Optimizer!),
                Planner.ToPlan(search.Schedule),
                search.Batch?.Value,
                search.Rescales,
                search.Thaws
            ),
            BoundFit fit => new FitInstruction(
                fit.Number,
                fit.Kind,
                fit.Regularization,
                fit.Epochs,
                fit.Iterations,
                fit.Active,
                fit.Data
            ),
            BoundEnsemble ensemble => new EnsembleInstruction(
                ensemble.Number,
                ensemble.Members,
                ScheduleMilestone.Of(ensemble.Collect.Value),
                ensemble.Scale,
                ensemble.Optimizer is { } optimizer ? Planner.ToPlan(optimizer) : null,
                ensemble.Data?.Value
            ),
            BoundShrink shrink => new ShrinkInstruction(shrink.Number),
            _ => null,
        };

    /// <summary>What follows the stage's word in the plan's table.</summary>
    public static string Describe(BoundStage stage) =>
        stage switch
        {
            BoundRecover { Method: { } method } => " " + method.Value.Word,
            BoundUnify unify => $" {unify.Pruning.Grain}, unified {Display.Percent(unify.Unified.Value.Constant)}"
                + Share(", pruned ", unify.Pruning.Amount),
            BoundSearch { Method: { } method } search => $" {method.Value.Word}"
                + Share(", keep ", search.Pruning.Amount),
            BoundFit { Method: { } method } => " " + method.Value.Word,
            BoundEnsemble ensemble => $" of {Display.Number(ensemble.Members.Constant)} members",
            _ => "",
        };

    private static string Share(string word, Located<Operand>? share) =>
        share is { } known ? word + Display.Percent(known.Value.Constant) : "";
}
