using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>Writes the plan in words, with the parameters at their defaults.</summary>
internal static class PlanTable
{
    public static EquatableArray<PlanRow> Build(EquatableArray<BoundStage> stages, CheckedRecipe result)
    {
        var rows = ImmutableArray.CreateBuilder<PlanRow>();
        AddRows(rows, 0, stages, result);
        return new EquatableArray<PlanRow>(rows.ToImmutable());
    }

    private static void AddRows(
        ImmutableArray<PlanRow>.Builder rows,
        int depth,
        EquatableArray<BoundStage> stages,
        CheckedRecipe result
    )
    {
        foreach (BoundStage stage in stages)
        {
            rows.Add(new PlanRow(depth, Describe(stage), Training(stage), Sparsity(stage, result)));
            if (stage is BoundRepeat repeat)
            {
                AddRows(rows, depth + 1, repeat.Body, result);
            }
        }
    }

    private static string Describe(BoundStage stage) =>
        stage.Word.Value
        + stage switch
        {
            BoundSnapshot snapshot => " " + snapshot.Name.Value,
            BoundTrain { Optimizer: { } optimizer } train => $" {Words.Of(optimizer.Kind)}, learning rate "
                + Shown(optimizer.LearningRate.Value, Display.Number)
                + Schedule(train.Schedule),
            BoundPrune prune => " " + Describe(prune.Pruning),
            BoundRewind rewind => " to " + rewind.To.Value,
            BoundReinit reinit => " " + Words.Of(reinit.Kind),
            BoundEvaluate evaluate => " " + string.Join(", ", Words.OfFlags(evaluate.Metrics.ToFlags())),
            BoundRepeat { Count: { } count } => $" {Shown(count.Value, Display.Number)} times",
            _ => MethodPlanner.Describe(stage),
        };

    private static string Describe(BoundPruning pruning) =>
        PruningText(
            pruning.Score.Value.Word,
            pruning.Grain.Value,
            pruning.Allocation,
            pruning.AmountKind,
            pruning.Amount is { } amount ? Shown(amount.Value, value => AmountText(pruning.AmountKind, value)) : null
        );

    /// <summary>What is pruned, in words.</summary>
    /// <param name="score">The word of the score.</param>
    /// <param name="grain">In what; <c>N of M</c> says how much as well.</param>
    /// <param name="allocation">How the amount is divided.</param>
    /// <param name="kind">What the amount stands for.</param>
    /// <param name="amount">The amount in words; null for none.</param>
    public static string PruningText(
        string score,
        GrainSpec grain,
        Allocation allocation,
        AmountKind kind,
        string? amount
    ) =>
        score
        + (grain.Kind == Grain.Weight ? "" : $", {grain}")
        + (grain.Kind == Grain.NOfM || amount is null ? "" : $", {Words.Of(allocation)}, {Words.Of(kind)} {amount}");

    private static string Schedule(BoundSchedule schedule) =>
        (schedule.Warmup is { } warmup ? $", warm-up {warmup}" : "")
        + (schedule.Kind == ScheduleKind.Constant ? "" : ", " + Words.Of(schedule.Kind));

    /// <summary>A number at its default, or that of the round, which is another in each.</summary>
    private static string Shown(Operand operand, Func<decimal, string> show) =>
        operand.IsRound ? operand.ToString() : show(operand.Constant);

    /// <summary>An amount as recipes write it.</summary>
    public static string AmountText(AmountKind kind, decimal amount) =>
        kind switch
        {
            AmountKind.Compression => Display.Number(amount) + "x",
            AmountKind.Count => Display.Number(amount),
            _ => Display.Percent(amount),
        };

    private static string Training(BoundStage stage) =>
        stage switch
        {
            IBoundTraining { Length: { } length } training => Shown(length.Value, Display.Number)
                + " "
                + Words.Of(training.Unit),
            BoundFit { Kind: FitKind.Manifold } fit => Shown(fit.Epochs, Display.Number) + " epochs",
            BoundEnsemble ensemble => ensemble.Collect.ToString(),
            _ => "",
        };

    /// <summary>The sparsity after a stage, where a ranking or a long loop leaves no doubt about the digits shown.</summary>
    private static string Sparsity(BoundStage stage, CheckedRecipe result)
    {
        if (!result.Sparsity.TryGetValue(stage.Number, out Interval sparsity))
        {
            return "";
        }

        string least = Display.RoundedPercent(sparsity.Minimum);
        return least == Display.RoundedPercent(sparsity.Maximum) ? least : "";
    }
}
