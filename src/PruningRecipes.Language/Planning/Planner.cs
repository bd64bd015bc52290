namespace PruningRecipes.Language;

/// <summary>Turns a checked recipe into a plan.</summary>
internal static class Planner
{
    public static RecipePlan Plan(
        BoundRecipe recipe,
        RecipeSurface surface,
        ModelShape model,
        LayerChoice layers,
        CheckedRecipe result
    ) =>
        new(
            surface,
            recipe.Cite,
            recipe.Seed,
            layers
                .Layers.Select(layer => new PlannedLayer(
                    layer.Shape.WeightPath,
                    layer.Shape.Weight,
                    layer.Scale,
                    layer.Sparsity,
                    layer.Rule?.Grain?.Value
                ))
                .ToEquatableArray(),
            model.IsComplete ? null : OpenLayers(recipe.Layers),
            Instructions(recipe.Stages, result),
            PlanTable.Build(recipe.Stages, result)
        );

    private static LayerSelection OpenLayers(BoundLayers layers) =>
        new(
            layers.Only.Select(pattern => pattern.Value).ToEquatableArray(),
            layers.Except.Select(pattern => pattern.Value).ToEquatableArray(),
            layers
                .Rules.Select(rule => new LayerRule(
                    rule.Match.Value,
                    rule.Scale?.Value ?? 1m,
                    rule.Sparsity?.Value,
                    rule.Grain?.Value
                ))
                .ToEquatableArray()
        );

    private static EquatableArray<Instruction> Instructions(EquatableArray<BoundStage> stages, CheckedRecipe result) =>
        stages
            .Select(
                (stage, i) =>
                    ToInstruction(stage, i + 1 < stages.Count ? stages[i + 1] : null, result) with
                    {
                        Unsupported = stage.Unsupported,
                    }
            )
            .ToEquatableArray();

    private static Instruction ToInstruction(BoundStage stage, BoundStage? next, CheckedRecipe result) =>
        stage switch
        {
            BoundSnapshot snapshot => new SnapshotInstruction(snapshot.Number, snapshot.Name.Value, snapshot.Contents),
            BoundTrain train => ToPlan(train, next),
            BoundPrune prune => new PruneInstruction(prune.Number, prune.Ordinal, ToPlan(prune.Pruning)),
            BoundRewind rewind => new RewindInstruction(rewind.Number, rewind.To.Value, result.Restored[rewind.Number])
            {
                ContinuesSchedule = rewind.What is { Value.HasSchedule: true },
            },
            BoundReinit reinit => new ReinitInstruction(reinit.Number, reinit.Ordinal, reinit.Kind),
            BoundEvaluate evaluate => new EvaluateInstruction(
                evaluate.Number,
                evaluate.Name,
                evaluate.Metrics.ToFlags()
            )
            {
                Options = evaluate.Metrics.WithOptions(),
            },
            BoundRepeat repeat => new RepeatInstruction(
                repeat.Number,
                repeat.Count!.Value.Value,
                Instructions(repeat.Body, result)
            ),
            _ => MethodPlanner.ToInstruction(stage)
                ?? throw new InvalidOperationException($"The stage '{stage.Word.Value}' has no instruction."),
        };

    private static TrainInstruction ToPlan(BoundTrain train, BoundStage? next) =>
        new(
            train.Number,
            train.Length!.Value.Value,
            train.Unit,
            ToPlan(train.Optimizer!),
            ToPlan(train.Schedule),
            train.Batch?.Value
        )
        {
            During = train.During.Select(new ActionPlanner(train, next).ToPlan).ToEquatableArray(),
        };

    public static PruningPlan ToPlan(BoundPruning pruning) =>
        new(
            pruning.Score.Value.Score,
            pruning.Grain.Value,
            pruning.Allocation,
            pruning.AmountKind,
            pruning.Amount!.Value.Value
        )
        {
            Custom = pruning.Score.Value.Custom,
            Protection = pruning.Protection,
            Rounds = pruning.Rounds,
            Curve = pruning.Curve,
            Recovers = pruning.Recovers,
            Data = pruning.Data,
            Temperature = pruning.Temperature,
            Snapshot = pruning.Snapshot?.Value,
            IsSameSign = pruning.IsSameSign,
        };

    public static OptimizerPlan ToPlan(BoundOptimizer optimizer) =>
        new(
            optimizer.Kind,
            optimizer.LearningRate.Value,
            optimizer.Momentum,
            optimizer.Nesterov,
            optimizer.WeightDecay.Value,
            optimizer.Beta1.Value,
            optimizer.Beta2,
            optimizer.Epsilon.Value
        );

    public static SchedulePlan ToPlan(BoundSchedule schedule) =>
        new(
            schedule.Kind,
            schedule.Milestones.Select(milestone => ScheduleMilestone.Of(milestone.Value)).ToEquatableArray(),
            schedule.Factor,
            schedule.Warmup is { Value: var warmup } && warmup != new TrainingSpan(0, warmup.Unit)
                ? ScheduleMilestone.Of(warmup)
                : null
        )
        {
            Replay = schedule.Replay is { } replay ? ScheduleMilestone.Of(replay.Value) : null,
        };
}
