namespace PruningRecipes.Language;

/// <summary>The pace of iterative pruning: PRN6005 and PRN6014.</summary>
internal static class Rounds
{
    private const decimal GreatestStep = 0.5m;

    public static void Check(BoundRecipe recipe, FindingList findings)
    {
        foreach (BoundStage stage in recipe.Stages.Flatten())
        {
            switch (stage)
            {
                case BoundRepeat { Count: { Value.Constant: > 1 } count } repeat:
                    CheckSteps(repeat, findings);
                    CheckIdle(repeat, count, findings);
                    break;
                case BoundPrune { Pruning: { Rounds.Constant: > 1, Recovers: false } pruning }
                    when pruning.Score.Value.IsOfMagnitude():
                    findings.Report(Rules.IdleRounds, pruning.Score.Span, pruning.Score.Value.Word);
                    break;
            }
        }
    }

    /// <summary>PRN6005: most of what is left in every round.</summary>
    private static void CheckSteps(BoundRepeat repeat, FindingList findings)
    {
        if (!repeat.Body.Any(stage => stage is BoundTrain))
        {
            return;
        }

        foreach (BoundPrune prune in repeat.Body.OfType<BoundPrune>())
        {
            if (
                prune.Pruning is { AmountKind: AmountKind.Remove, Amount: { } amount }
                && amount.Value.Constant > GreatestStep
            )
            {
                findings.Report(Rules.LargeSteps, amount.Span, Display.Percent(amount.Value.Constant));
            }
        }
    }

    /// <summary>PRN6014: a score that is the same in every round.</summary>
    private static void CheckIdle(BoundRepeat repeat, Located<Operand> count, FindingList findings)
    {
        BoundPrune[] prunes = [.. repeat.Body.OfType<BoundPrune>()];
        if (
            prunes.Length > 0
            && repeat.Body.All(stage => stage is BoundPrune or BoundEvaluate)
            && prunes.All(prune => prune.Pruning.Score.Value.IsOfMagnitude() && !prune.Pruning.AmountKind.IsTarget())
        )
        {
            findings.Report(Rules.IdleRounds, count.Span, prunes[0].Pruning.Score.Value.Word);
        }
    }
}
