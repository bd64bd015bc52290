using PruningRecipes.Language;

namespace PruningRecipes.Tool.Explaining;

/// <summary>What the plan's own table does not say of a stage, with the parameters at their defaults.</summary>
internal static class InstructionText
{
    /// <summary>What follows the words of a stage.</summary>
    public static string Rest(Instruction instruction) =>
        instruction switch
        {
            PruneInstruction { Pruning.Rounds: var rounds } when rounds != Operand.Of(1) =>
                $", {Number(rounds)} rounds",
            RewindInstruction { ContinuesSchedule: true, What: var what } => ", "
                + string.Join(", ", [.. Words.OfFlags(what), "schedule"]),
            TrainInstruction { Schedule.Replay: { } replay } => $", replay from {Position(replay)}",
            _ => "",
        };

    /// <summary>What happens while a stage trains, and how.</summary>
    public static string Describe(ActionPlan action) =>
        action switch
        {
            RampPlan ramp => $"prune {Describe(ramp.Pruning, ramp.Start)}" + (ramp.IsSoft ? ", soft" : ""),
            RewirePlan rewire => $"rewire, drop {Words.Of(rewire.Drop)}, grow {Words.Of(rewire.Grow)}"
                + (rewire.Fraction is { } fraction ? $", fraction {Percent(fraction)}" : "")
                + (rewire.Decay == FractionDecay.Constant ? "" : ", " + Words.Of(rewire.Decay)),
            RegularizePlan regularize =>
                $"regularize {Words.Of(regularize.Kind)}, strength {Number(regularize.Strength)}",
            ConstrainPlan { Unification: { } unification } constrain =>
                $"constrain to unify {unification.Block}, unified {Percent(unification.Unified)}, {Rho(constrain)}",
            ConstrainPlan { Pruning: { } pruning } constrain =>
                $"constrain to prune {Describe(pruning, null)}, {Rho(constrain)}",
            StraightThroughPlan through => $"straight-through {Describe(through.Pruning, through.Start)}"
                + (through.Decay == Operand.Of(0) ? "" : $", decay {Number(through.Decay)}"),
            SnapshotPlan snapshot => $"snapshot {snapshot.Name}",
            EvaluatePlan evaluate => $"evaluate {string.Join(", ", Words.OfFlags(evaluate.Metrics))}",
            _ => throw new InvalidOperationException($"'{action.GetType().Name}' has no words."),
        };

    /// <summary>When it happens; empty for what happens in every step, or at the end.</summary>
    public static string When(ActionPlan action) =>
        action is SnapshotPlan snapshot
            ? $"at {Position(snapshot.At)}"
            : string.Join(
                ", ",
                new[]
                {
                    action.Grid.Every is { } every ? $"every {Distance(every)}" : "",
                    action.Grid.From is { } from ? $"from {Position(from)}" : "",
                    action.Grid.Until is { } until ? $"until {Position(until)}" : "",
                }.Where(part => part.Length > 0)
            );

    private static string Describe(PruningPlan pruning, Operand? start) =>
        PlanTable.PruningText(
            pruning.Custom?.Name ?? Words.Of(pruning.Score!.Value),
            pruning.Grain,
            pruning.Allocation,
            pruning.AmountKind,
            (start is { } first ? PlanTable.AmountText(pruning.AmountKind, first.Constant) + " -> " : "")
                + PlanTable.AmountText(pruning.AmountKind, pruning.Amount.Constant)
                + (start is null ? "" : ", " + Words.Of(pruning.Curve))
        );

    private static string Rho(ConstrainPlan constrain) =>
        $"rho {Number(constrain.Rho)}" + (constrain.LastRho == constrain.Rho ? "" : $" -> {Number(constrain.LastRho)}");

    private static string Position(ScheduleMilestone position) =>
        position is { At: 1, Unit: not TrainingUnit.Share }
            ? "1 " + Singular(position.Unit)
            : new TrainingSpan(position.At, position.Unit).ToString();

    private static string Distance(ScheduleMilestone distance) =>
        distance is { At: 1, Unit: not TrainingUnit.Share } ? Singular(distance.Unit) : Position(distance);

    private static string Singular(TrainingUnit unit) => Words.Of(unit).TrimEnd('s');

    private static string Number(Operand operand) =>
        operand.IsRound ? operand.ToString() : Display.Number(operand.Constant);

    private static string Percent(Operand operand) => Display.Percent(operand.Constant);
}
