namespace PruningRecipes.Language;

/// <summary>Recoveries repair what pruning has damaged: PRN3023, PRN3024, PRN3028, PRN3041 and PRN4022.</summary>
internal static class RecoverRules
{
    public static void Check(BoundRecipe recipe, ModelShape model, StageFlow flow, FindingList findings)
    {
        BoundStage[] stages = [.. recipe.Stages.Flatten()];
        foreach (BoundStage stage in stages)
        {
            switch (stage)
            {
                case BoundRecover { Method: { } method } recover:
                    CheckRepairs(recover, flow.Before(stage), method, findings);
                    if (recover.Kind == RecoverKind.Batchnorm)
                    {
                        CheckNorms(model, method.Span, method.Value.Name, findings);
                    }

                    break;
                case BoundEnsemble { Data: { } data }:
                    CheckNorms(model, data.Span, "'data' of 'ensemble'", findings);
                    break;
            }
        }

        if (stages.OfType<BoundRecover>().Any())
        {
            foreach (BoundStage prune in stages.Where(stage => flow.End.Unrecovered.Contains(stage.Number)))
            {
                findings.Report(Rules.PruneNeverRecovered, prune.Word.Span);
            }
        }
    }

    private static void CheckRepairs(
        BoundRecover recover,
        FlowState before,
        Located<MethodInfo> method,
        FindingList findings
    )
    {
        if (!before.WasPruned)
        {
            findings.Report(Rules.NothingToRecover, recover.Word.Span, "nothing is pruned before this recovery");
        }
        else if (recover.Snapshot is { } fitted && before.Intact.Contains(fitted.Value))
        {
            findings.Report(
                Rules.NothingToRecover,
                fitted.Span,
                $"nothing is pruned after the snapshot '{fitted.Value}' is saved"
            );
        }
        else if (recover.Snapshot is { } untrained && IsUntrained(untrained.Value, before.Optimizers))
        {
            findings.Report(Rules.RecoversUntrained, untrained.Span, untrained.Value);
        }
        else if (recover.Kind == RecoverKind.Orthogonal && before.Pruned.HasFlag(PrunedUnits.Scattered))
        {
            findings.Report(Rules.OrthogonalityMasked, method.Span);
        }
    }

    /// <summary>Whether what has trained since a snapshot was saved is all the training that there was.</summary>
    private static bool IsUntrained(string snapshot, OptimizerFlow optimizers) =>
        optimizers.HasTrained && optimizers.IsUntrained(snapshot);

    private static void CheckNorms(ModelShape model, SourceSpan span, string who, FindingList findings)
    {
        if (model.IsComplete && !model.Layers.Any(layer => layer.Kind == LayerKind.Norm))
        {
            findings.Report(Rules.NothingToNormalize, span, who, model.FullName);
        }
    }
}
