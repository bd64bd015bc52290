namespace PruningRecipes.Language;

/// <summary>Shrinking takes something away, and nothing of before fits afterwards: PRN3021, PRN3022 and PRN4021.</summary>
internal sealed class ShrinkRules(
    BoundRecipe recipe,
    ModelShape model,
    LayerChoice layers,
    StageFlow flow,
    FindingList findings
)
{
    public void Check()
    {
        foreach (BoundStage stage in recipe.Stages.Flatten())
        {
            foreach ((string who, Located<string> snapshot) in SnapshotsOf(stage))
            {
                if (flow.Before(stage).Unshrunk.Contains(snapshot.Value))
                {
                    findings.Report(Rules.SnapshotBeforeShrink, snapshot.Span, snapshot.Value, who);
                }
            }

            if (stage is BoundShrink)
            {
                CheckShrinks(stage);
            }
        }
    }

    private void CheckShrinks(BoundStage stage)
    {
        PrunedUnits pruned = flow.Before(stage).Pruned;
        if (!pruned.HasFlag(PrunedUnits.Removable))
        {
            findings.Report(
                Rules.NothingToShrink,
                stage.Word.Span,
                pruned == PrunedUnits.None
                    ? "nothing is pruned before it, or since the shrink before"
                    : "what is pruned before it leaves every output and input in use"
            );
        }
        else if (LastPrunedByOutputs(stage) is { } last)
        {
            findings.Report(Rules.OutputsShrunk, stage.Word.Span, last.Shape.Path);
        }
    }

    /// <summary>The last layer of a model that was read whole, if a stage before prunes its outputs.</summary>
    private ChosenLayer? LastPrunedByOutputs(BoundStage shrink) =>
        model.IsComplete
        && layers.Layers is [.., var last]
        && last.Shape.Path == model.Layers.Last(layer => layer.Kind.IsPrunable()).Path
        && last is not { Rule.Scale.Value: 0 }
        && recipe
            .Stages.Flatten()
            .Where(stage => stage.Number < shrink.Number)
            .SelectMany(stage => stage.Prunings())
            .Any(pruning => last.GrainOf(pruning).Value.IsOfOutputs)
            ? last
            : null;

    private static IEnumerable<(string Who, Located<string> Snapshot)> SnapshotsOf(BoundStage stage)
    {
        foreach (BoundPruning pruning in stage.Prunings())
        {
            if (pruning.Snapshot is { } compared)
            {
                yield return ($"the score '{pruning.Score.Value.Word}' compares", compared);
            }
        }

        switch (stage)
        {
            case BoundRewind rewind:
                yield return ("a rewind sets", rewind.To);
                break;
            case BoundRecover { Snapshot: { } fitted }:
                yield return ("a recovery fits", fitted);
                break;
        }
    }
}
