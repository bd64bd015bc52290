namespace PruningRecipes.Language;

/// <summary>Scores at initialization: PRN6001, PRN6002, PRN6006 and PRN6007.</summary>
internal sealed class UntrainedScores(BoundRecipe recipe, ModelShape model, FindingList findings)
{
    /// <summary>What GraSP and iterative SNIP were run with at the least: 5 on ImageNet, 10 and more elsewhere.</summary>
    private const int FewestExamplesPerClass = 5;

    public void Check()
    {
        CheckMagnitudes();
        foreach (BoundPrune prune in recipe.Stages.Flatten().OfType<BoundPrune>())
        {
            CheckExamples(prune.Pruning);
        }

        CheckSynflow(recipe.Stages, isRepeated: false);
    }

    /// <summary>
    /// PRN6001, PRN6002: what has not been trained. A network may come trained: only a training from scratch that follows
    /// says that it did not.
    /// </summary>
    private void CheckMagnitudes()
    {
        BoundStage[] stages = [.. recipe.Stages.Flatten()];
        int first = Array.FindIndex(stages, stage => stage is BoundTrain or BoundFit or BoundEnsemble);
        if (first < 0 || stages[first] is not BoundTrain train || !IsFromScratch(train.Optimizer))
        {
            return;
        }

        foreach (BoundPruning pruning in stages.Take(first).OfType<BoundPrune>().Select(prune => prune.Pruning))
        {
            ScoreInfo score = pruning.Score.Value;
            if (score.IsOfMagnitude() || score.Score == Score.Lamp)
            {
                findings.Report(
                    pruning.Allocation == Allocation.Global && score.Score != Score.Lamp
                        ? Rules.UntrainedRanking
                        : Rules.UntrainedMagnitude,
                    pruning.Score.Span,
                    score.Word
                );
            }
        }
    }

    /// <summary>The usual rates of fine-tuning are below these, the defaults of the optimizers too.</summary>
    private static bool IsFromScratch(BoundOptimizer? optimizer) =>
        optimizer is not null
        && (
            optimizer.Kind == Optimizer.Sgd
                ? optimizer.LearningRate.Value.Constant >= 0.05m
                : optimizer.LearningRate.Value.Constant > 0.001m
        );

    /// <summary>PRN6006: synaptic flow keeps all layers only if it is measured again and again.</summary>
    private void CheckSynflow(EquatableArray<BoundStage> stages, bool isRepeated)
    {
        foreach (BoundStage stage in stages)
        {
            switch (stage)
            {
                case BoundRepeat { Count: { } count } repeat:
                    CheckSynflow(repeat.Body, isRepeated || recipe.RangeOf(count.Value).Maximum > 1);
                    break;
                case BoundPrune { Pruning: { Score.Value.Score: Score.Synflow } pruning }
                    when !isRepeated && recipe.RangeOf(pruning.Rounds).Maximum <= 1:
                    findings.Report(Rules.SynflowInOneRound, pruning.Score.Span);
                    break;
            }
        }
    }

    /// <summary>PRN6007: the gradients of a few examples are not those of the task.</summary>
    private void CheckExamples(BoundPruning pruning)
    {
        if (
            pruning.Score.Value.Score is Score.Snip or Score.Grasp
            && pruning.Data is { } data
            && model.OutputLayer() is { Weight.Count: 2 } last
            && last.Weight[0].Value is { } classes and > 1
            && (data.PerClass?.Constant * classes ?? FirstBatch()) is { } batch
            && data.Batches.Constant * batch is var examples
            && examples < FewestExamplesPerClass * classes
        )
        {
            findings.Report(
                Rules.FewExamples,
                pruning.Score.Span,
                Display.Number(examples),
                Display.Count(classes),
                last.Path,
                pruning.Score.Value.Word
            );
        }
    }

    private decimal? FirstBatch() =>
        recipe
            .Stages.Flatten()
            .OfType<BoundTrain>()
            .FirstOrDefault(train => train.Batch is not null)
            ?.Batch?.Value.Constant;
}
