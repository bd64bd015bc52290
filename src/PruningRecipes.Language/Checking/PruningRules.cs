namespace PruningRecipes.Language;

/// <summary>Scores and grains against each other and against the layers: PRN3010, PRN4001 to PRN4003 and PRN5007.</summary>
internal sealed class PruningRules(BoundRecipe recipe, LayerChoice layers, StageFlow flow, FindingList findings)
{
    public void Check()
    {
        foreach (BoundStage stage in recipe.Stages.Flatten())
        {
            if (stage is BoundPrune prune)
            {
                CheckTraining(prune.Pruning.Score);
            }

            foreach (BoundConstrain constrain in (stage as BoundTrain)?.During.OfType<BoundConstrain>() ?? [])
            {
                if (constrain.Unification is { } unification)
                {
                    CheckGrains(_ => unification.Block);
                }
            }

            foreach (BoundPruning pruning in stage.Prunings())
            {
                CheckScore(pruning);
                // What has shrunk has other shapes.
                if (!flow.Before(stage).IsShrunk)
                {
                    CheckGrains(layer => layer.GrainOf(pruning));
                    CheckDensities(pruning);
                }
            }
        }
    }

    /// <summary>PRN3010: a stage that only prunes gathers nothing.</summary>
    private void CheckTraining(Located<ScoreInfo> score)
    {
        if (score.Value.Needs.HasFlag(ScoreNeeds.Training))
        {
            findings.Report(
                Rules.ScoreOfTraining,
                score.Span,
                score.Value.Word,
                score.Value.Score == Score.EdgePopup ? "a 'search' stage" : "'during' of a train stage"
            );
        }
    }

    private void CheckScore(BoundPruning pruning)
    {
        ScoreInfo score = pruning.Score.Value;
        CheckDefinedOn(score, pruning.Score.Span, pruning.Grain.Value);
        foreach (BoundLayerRule rule in pruning.HasOwnGrain ? [] : recipe.Layers.Rules)
        {
            if (rule.Grain is { } grain)
            {
                CheckDefinedOn(score, pruning.Score.Span, grain.Value);
            }
        }
    }

    private void CheckDefinedOn(ScoreInfo score, SourceSpan span, GrainSpec grain)
    {
        if (!score.Grains.Contains(grain.Kind))
        {
            findings.Report(
                Rules.ScoreNotOnGrain,
                span,
                score.Word,
                grain.ToString(),
                Display.Join(score.Grains.Select(kind => WordLists.Grains.Words[(int)kind].Text))
            );
        }
    }

    /// <summary>The first layer that a grain does not fit says enough.</summary>
    private void CheckGrains(Func<ChosenLayer, Located<GrainSpec>> grainOf)
    {
        var reported = new HashSet<GrainSpec>();
        foreach (ChosenLayer layer in layers.Layers)
        {
            Located<GrainSpec> grain = grainOf(layer);
            if (!reported.Contains(grain.Value) && !CheckGrain(grain, layer.Shape))
            {
                reported.Add(grain.Value);
            }
        }
    }

    private bool CheckGrain(Located<GrainSpec> grain, LayerShape layer)
    {
        bool isLinear = layer.Kind == LayerKind.Linear;
        switch (grain.Value.Kind)
        {
            case Grain.Kernel when isLinear:
                return ReportNotOfLayer(grain, layer, "it is linear; only convolutions have kernels");
            case Grain.Head when !isLinear:
                return ReportNotOfLayer(grain, layer, "it is a convolution; only projections of attention have heads");
            case Grain.NOfM when layer.Weight.Count > 1:
                return CheckDivides(grain, layer, layer.Weight[1].Value, grain.Value.Second, "its input channels");
            case Grain.Block when layer.Weight.Count > 1:
                return CheckDivides(grain, layer, layer.Weight[0].Value, grain.Value.First, "its rows")
                    && CheckDivides(
                        grain,
                        layer,
                        layer.WeightCount / layer.Weight[0].Value,
                        grain.Value.Second,
                        "its columns"
                    );
            default:
                return true;
        }
    }

    private bool ReportNotOfLayer(Located<GrainSpec> grain, LayerShape layer, string reason)
    {
        findings.Report(Rules.GrainNotOfLayer, grain.Span, layer.Path, grain.Value.Units, reason);
        return false;
    }

    private bool CheckDivides(Located<GrainSpec> grain, LayerShape layer, long? length, long divisor, string of)
    {
        if (length is not { } known || known % divisor == 0)
        {
            return true;
        }

        findings.Report(
            Rules.GrainDoesNotDivide,
            grain.Span,
            grain.ToString(),
            layer.Path,
            Display.Count(known),
            Display.Count(divisor),
            $", the number of {of}; 'layers.except' leaves the layer out"
        );
        return false;
    }

    /// <summary>PRN5007: where a layer cannot be as dense as its share of the weights that are kept would make it.</summary>
    private void CheckDensities(BoundPruning pruning)
    {
        if (
            pruning is not { Allocation: Allocation.Erk or Allocation.Er, Amount: { } amount }
            || !pruning.AmountKind.IsTarget()
            || layers.Layers.Any(layer => layer.Shape.WeightCount is null)
        )
        {
            return;
        }

        AllocatedLayer[] weights =
        [
            .. layers.Layers.Select(layer => new AllocatedLayer(
                [.. layer.Shape.Weight.Select(dimension => dimension.Value!.Value)],
                layer.Shape.WeightCount!.Value,
                layer.Shape.WeightCount!.Value,
                0
            )),
        ];
        decimal density = 1 - Amount.TargetSparsity(pruning.AmountKind, amount.Value.Constant);
        decimal[] kept = Apportionment.Exact(
            density * weights.Sum(layer => layer.Units),
            LayerAllocation.Shares(pruning.Allocation, weights)
        );
        string[] dense =
        [
            .. layers.Layers.Where((_, i) => kept[i] == weights[i].Units).Select(layer => $"'{layer.Shape.Path}'"),
        ];
        if (dense.Length > 0 && dense.Length < weights.Length)
        {
            findings.Report(
                Rules.LayerStaysDense,
                amount.Span,
                Words.Of(pruning.Allocation),
                dense.Length == 1 ? dense[0] : $"{dense[0]} and {Display.Count(dense.Length - 1)} more"
            );
        }
    }
}
