namespace PruningRecipes.Language;

/// <summary>
/// What is done has an effect, and leaves that of others whole: PRN3016 to PRN3018, and PRN2011 for targets, measures
/// and unifications that are repeated.
/// </summary>
internal static class EffectRules
{
    public static void Check(BoundRecipe recipe, StageFlow flow, LaterStages later, FindingList findings)
    {
        foreach (BoundStage stage in recipe.Stages.Flatten())
        {
            FlowState before = flow.Before(stage);
            switch (stage)
            {
                case BoundTrain train:
                    CheckStructures(train, before, findings);
                    break;
                case BoundRewind rewind:
                    CheckRewinds(rewind, before, findings);
                    break;
            }

            CheckComparisons(stage, before, findings);
        }

        CheckPenalties(recipe, recipe.Stages, later, findings);
        CheckRepetitions(recipe.Stages, findings);
    }

    /// <summary>PRN3016: what a penalty makes small is pruned.</summary>
    private static void CheckPenalties(
        BoundRecipe recipe,
        EquatableArray<BoundStage> stages,
        LaterStages later,
        FindingList findings
    )
    {
        for (int i = 0; i < stages.Count; i++)
        {
            switch (stages[i])
            {
                case BoundRepeat repeat:
                    CheckPenalties(recipe, repeat.Body, later, findings);
                    break;
                case BoundTrain train
                    when !train.Prunings().Any() && !later.After(train).Any(stage => stage.Prunings().Any()):
                    Report(
                        train.During.OfType<BoundRegularize>(),
                        "nothing prunes in this training or after it",
                        "makes weights small that then stay"
                    );
                    break;
                case BoundTrain train
                    when i + 1 < stages.Count
                        && stages[i + 1] is BoundPrune { Pruning.Grain.Value.IsOfOutputs: false }
                        && recipe.Layers.Rules.All(rule => rule.Grain is not { Value.IsOfOutputs: true }):
                    Report(
                        train
                            .During.OfType<BoundRegularize>()
                            .Where(regularize => regularize.Kind == Words.Of(Penalty.Decorrelate)),
                        "the stage after this training prunes no filters",
                        "has none to part from the others"
                    );
                    break;
            }
        }

        void Report(IEnumerable<BoundRegularize> penalties, string reason, string effect)
        {
            foreach (BoundRegularize penalty in penalties)
            {
                findings.Report(Rules.PenaltyNeverUsed, penalty.Word.Span, reason, penalty.Kind, effect);
            }
        }
    }

    /// <summary>PRN3017: the weights are others than those of the snapshot, on a path at least.</summary>
    private static void CheckRewinds(BoundRewind rewind, FlowState before, FindingList findings)
    {
        bool isOfModel =
            rewind.What is not { Value: var what }
            || (!what.HasSchedule && !what.Contents.HasFlag(SnapshotContents.Optimizer));
        // That an initial snapshot is saved after training is said where it is saved.
        bool isSaidAlready = before.IsTrained && TrainingRules.IsCalledInitial(rewind.To.Value);
        if (isOfModel && !isSaidAlready && before.Current.Contains(rewind.To.Value))
        {
            findings.Report(
                Rules.SameAsSnapshot,
                rewind.Word.Span,
                rewind.To.Value,
                "this rewind brings back what is there"
            );
        }
    }

    /// <summary>PRN3017: what compares with a snapshot has something to compare.</summary>
    private static void CheckComparisons(BoundStage stage, FlowState before, FindingList findings)
    {
        foreach (BoundPruning pruning in (stage as BoundPrune)?.Prunings() ?? [])
        {
            if (
                pruning
                    is {
                        Snapshot: { } compared,
                        Score.Value: { Score: Score.MagnitudeIncrease or Score.MovementFromInit }
                    }
                && before.Current.Contains(compared.Value)
            )
            {
                findings.Report(
                    Rules.SameAsSnapshot,
                    compared.Span,
                    compared.Value,
                    $"'{pruning.Score.Value.Word}' is 0 for each of them"
                );
            }
        }

        foreach (BoundMetric metric in (stage as BoundEvaluate)?.Metrics ?? [])
        {
            if (metric.Parent is { } parent && before.Intact.Contains(parent.Value))
            {
                findings.Report(
                    Rules.SameAsSnapshot,
                    parent.Span,
                    parent.Value,
                    $"'{Words.Of(metric.Plan.Metric)}' compares the network with itself"
                );
            }
        }
    }

    /// <summary>PRN3018: what grows back, weight by weight, is not what was pruned as a whole.</summary>
    private static void CheckStructures(BoundTrain train, FlowState before, FindingList findings)
    {
        if (before.Structures.Count == 0)
        {
            return;
        }

        foreach (BoundRewire rewire in train.During.OfType<BoundRewire>())
        {
            findings.Report(Rules.StructuresDissolved, rewire.Word.Span, Display.JoinQuoted(before.Structures));
        }
    }

    /// <summary>PRN2011: a stage does not ask for, or measure, what the one before it did.</summary>
    private static void CheckRepetitions(EquatableArray<BoundStage> stages, FindingList findings)
    {
        PruneTarget? reached = null;
        BoundUnify? unified = null;
        for (int i = 0; i < stages.Count; i++)
        {
            switch (stages[i])
            {
                case BoundRepeat repeat:
                    CheckRounds(repeat, findings);
                    CheckRepetitions(repeat.Body, findings);
                    reached = null;
                    break;
                case BoundPrune { Pruning: { Amount: { } amount } pruning } when TargetOf(pruning) is var target:
                    if (target is not null && target == reached)
                    {
                        findings.Report(
                            Rules.KeyHasNoEffect,
                            amount.Span,
                            WordOf(pruning),
                            "the prune before it has asked for the same already"
                        );
                    }

                    reached = target;
                    break;
                case BoundEvaluate second
                    when i > 0
                        && stages[i - 1] is BoundEvaluate first
                        && second.Metrics.All(metric => first.Metrics.Contains(metric)):
                    findings.Report(
                        Rules.KeyHasNoEffect,
                        second.Word.Span,
                        second.Word.Value,
                        "the stage before it has measured the same, and nothing has changed"
                    );
                    break;
                case BoundUnify again when unified is not null && IsSame(again, unified):
                    findings.Report(
                        Rules.KeyHasNoEffect,
                        again.Word.Span,
                        again.Word.Value,
                        "the same blocks are unified already, and have stayed so"
                    );
                    break;
                case var other when other is BoundShrink || other.Prunings().Any():
                    reached = null;
                    break;
            }

            unified =
                stages[i] as BoundUnify
                ?? (stages[i] is BoundSnapshot or BoundEvaluate or BoundTrain { During.Count: 0 } ? unified : null);
        }
    }

    private static bool IsSame(BoundUnify one, BoundUnify other) =>
        one.Unified.Value == other.Unified.Value
        && one.Pruning.Grain.Value == other.Pruning.Grain.Value
        && one.Pruning.Amount?.Value == other.Pruning.Amount?.Value;

    /// <summary>PRN2011: the rounds of a repeat differ. How long something takes differs in any case.</summary>
    private static void CheckRounds(BoundRepeat repeat, FindingList findings)
    {
        EquatableArray<BoundStage> stages = repeat.Body;
        if (
            repeat.Count is { Value.Constant: > 1 } count
            && stages.Flatten().All(stage => stage is BoundEvaluate or BoundSnapshot or BoundRepeat)
            && stages.Flatten().SelectMany(StageWalk.Metrics).All(metric => metric.Plan.Metric != Metric.Latency)
        )
        {
            findings.Report(
                Rules.KeyHasNoEffect,
                count.Span,
                repeat.Word.Value,
                "its stages change nothing, so all rounds are the same"
            );
        }
    }

    /// <summary>An absolute target above nothing, as a sparsity where it is written out; null for another amount.</summary>
    private static PruneTarget? TargetOf(BoundPruning pruning)
    {
        if (!pruning.AmountKind.IsTarget() || pruning.Amount is not { Value: { IsRound: false } amount })
        {
            return null;
        }

        // Under all but `layer`, a share of the operations is none of the weights.
        bool isWritten = amount.Parameter is null && pruning.AmountKind != AmountKind.Flops;
        Operand asked = isWritten ? Operand.Of(Amount.TargetSparsity(pruning.AmountKind, amount.Constant)) : amount;
        return isWritten && asked.Constant == 0
            ? null
            : new PruneTarget(
                isWritten ? AmountKind.Sparsity : pruning.AmountKind,
                asked,
                pruning.Allocation,
                pruning.Grain.Value
            );
    }

    /// <summary>What the amount of a prune stage is written as.</summary>
    public static string WordOf(BoundPruning pruning) =>
        pruning.Grain.Value.Kind == Grain.NOfM ? pruning.Grain.ToString() : Words.Of(pruning.AmountKind);
}
