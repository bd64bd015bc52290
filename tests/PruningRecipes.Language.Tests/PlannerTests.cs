namespace PruningRecipes.Language.Tests;

public sealed class PlannerTests
{
    [Fact]
    public void The_plan_of_the_lottery_ticket_has_every_number()
    {
        RecipePlan plan = Recipes.Compile(Recipes.Lottery).Plan!;

        Assert.Equal("Frankle & Carbin, ICLR 2019", plan.Cite);
        Assert.Equal(
            [("fc1.weight", 1m), ("fc2.weight", 1m), ("head.weight", 0.5m)],
            plan.Layers.Select(layer => (layer.Path, layer.Scale))
        );
        Assert.Null(plan.OpenLayers);
        Assert.Equal([1, 2, 6, 7], plan.Instructions.Select(instruction => instruction.Stage));
        Assert.Equal(
            new SnapshotInstruction(1, "init", SnapshotContents.Weights | SnapshotContents.Buffers),
            plan.Instructions[0]
        );
        var repeat = Assert.IsType<RepeatInstruction>(plan.Instructions[1]);
        Assert.Equal(Operand.Of("rounds", 5), repeat.Count);
        var train = Assert.IsType<TrainInstruction>(repeat.Body[0]);
        Assert.Equal(
            new OptimizerPlan(
                Optimizer.Sgd,
                Operand.Of(0.1m),
                Operand.Of(0m),
                false,
                Operand.Of(0m),
                default,
                default,
                default
            ),
            train.Optimizer
        );
        Assert.Equal(
            (Operand.Of(12m), TrainingUnit.Epochs, (Operand?)null),
            (train.Length, train.Unit, train.BatchSize)
        );
        Assert.Equal(
            new PruneInstruction(
                4,
                1,
                new PruningPlan(
                    Score.Magnitude,
                    Grain.Weight,
                    Allocation.Layer,
                    AmountKind.Remove,
                    Operand.Of("rate", 0.2m)
                )
            ),
            repeat.Body[1]
        );
        Assert.Equal(
            new RewindInstruction(5, "init", SnapshotContents.Weights | SnapshotContents.Buffers),
            repeat.Body[2]
        );
        Assert.Equal(new EvaluateInstruction(7, null, Metric.Accuracy | Metric.Sparsity), plan.Instructions[3]);
    }

    [Fact]
    public void The_table_says_what_each_stage_leaves()
    {
        RecipePlan plan = Recipes.Compile(Recipes.Lottery).Plan!;

        Assert.Equal(
            [
                new PlanRow(0, "snapshot init", "", "0.0%"),
                new PlanRow(0, "repeat 5 times", "", "67.1%"),
                new PlanRow(1, "train sgd, learning rate 0.1", "12 epochs", "58.9%"),
                new PlanRow(1, "prune magnitude, layer, remove 20%", "", "67.1%"),
                new PlanRow(1, "rewind to init", "", "67.1%"),
                new PlanRow(0, "train sgd, learning rate 0.1", "12 epochs", "67.1%"),
                new PlanRow(0, "evaluate accuracy, sparsity", "", "67.1%"),
            ],
            plan.Table
        );
    }

    /// <summary>
    /// LeNet-300-100 with 20% of the hidden layers and 10% of the output layer removed in each round: the densities on
    /// the axes of Frankle and Carbin.
    /// </summary>
    [Theory]
    [InlineData(1, 80.0)]
    [InlineData(2, 64.1)]
    [InlineData(3, 51.3)]
    [InlineData(4, 41.1)]
    [InlineData(5, 32.9)]
    [InlineData(6, 26.3)]
    [InlineData(7, 21.1)]
    [InlineData(8, 16.9)]
    [InlineData(9, 13.5)]
    [InlineData(10, 10.8)]
    [InlineData(11, 8.7)]
    [InlineData(12, 7.0)]
    [InlineData(13, 5.6)]
    [InlineData(14, 4.5)]
    [InlineData(15, 3.6)]
    [InlineData(16, 2.9)]
    [InlineData(17, 2.3)]
    [InlineData(18, 1.9)]
    [InlineData(19, 1.5)]
    [InlineData(20, 1.2)]
    [InlineData(21, 1.0)]
    public void The_densities_of_the_lottery_ticket_paper_are_met(int rounds, double density)
    {
        string text = Recipes
            .Lottery.Replace("default: 5", $"default: {rounds}")
            .Replace("range: 1 .. 20", "range: 1 .. 30");

        string sparsity = Recipes.Compile(text).Plan!.Table[1].Sparsity;

        decimal shown = 100m - decimal.Parse(sparsity.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((decimal)density, shown);
    }

    [Theory]
    [InlineData(1, 188160, 24000, 900)]
    [InlineData(7, 49325, 6291, 478)]
    [InlineData(15, 8275, 1056, 206)]
    public void The_counts_of_each_layer_follow_the_shared_arithmetic(int rounds, long fc1, long fc2, long head)
    {
        Assert.Equal(fc1, Kept(235_200, 1m, rounds));
        Assert.Equal(fc2, Kept(30_000, 1m, rounds));
        Assert.Equal(head, Kept(1000, 0.5m, rounds));
    }

    [Fact]
    public void A_global_ranking_is_exact_in_all_and_open_for_each_layer()
    {
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages(
                """
                - prune: { allocation: global, compression: 10x }
                - prune: { allocation: global, remove: 50% }
                - prune: { remove: 20% }
                - train: { epochs: 1, optimizer: sgd }
                """
            )
        );

        Assert.Equal(["90.0%", "95.0%", "", ""], compiled.Plan!.Table.Select(row => row.Sparsity));
    }

    [Fact]
    public void Layers_of_a_rule_with_a_target_stay_at_it()
    {
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages(
                "- repeat: 3\n  stages: [{ prune: { remove: 50% } }, { train: { epochs: 1, optimizer: sgd } }]",
                "layers: { only: [fc1, head], rules: [{ match: fc1, sparsity: 90% }] }\n"
            )
        );

        Assert.Equal(0.9m, compiled.Plan!.Layers[0].Sparsity);
        // 211680 of fc1 and 875 of head, of 236200 in all.
        Assert.Equal("90.0%", compiled.Plan!.Table[0].Sparsity);
        Assert.Empty(compiled.Findings);
    }

    [Fact]
    public void A_model_that_is_partly_unknown_leaves_its_patterns_in_the_plan()
    {
        ModelShape model = Recipes.LeNet300 with { Gaps = [new ModelGap("tail", "built in a loop")] };
        RecipePlan plan = Recipes
            .Compile(
                Recipes.WithStages(
                    "- prune: { remove: 20% }\n- train: { epochs: 1, optimizer: sgd }",
                    "layers: { except: [head], rules: [{ match: \"tail.*\", scale: 0.5, grain: row }] }\n"
                ),
                model
            )
            .Plan!;

        Assert.Equal(
            new LayerSelection([], ["head"], [new LayerRule("tail.*", 0.5m, null, Grain.Row)]),
            plan.OpenLayers
        );
        Assert.Equal(["fc1.weight", "fc2.weight"], plan.Layers.Select(layer => layer.Path));
        Assert.All(plan.Table, row => Assert.Equal("", row.Sparsity));
    }

    [Fact]
    public void Schedules_and_optimizers_keep_what_is_written()
    {
        RecipePlan plan = Recipes
            .Compile(
                Recipes.WithStages(
                    """
                    - train:
                        epochs: 30
                        batch: 128
                        optimizer: { sgd: { learning-rate: 0.1, momentum: 0.9, nesterov: true, weight-decay: 5e-4 } }
                        schedule: { warmup: 10%, then: { step: { at: [15 epochs, 75%, 9000 steps], by: 0.1 } } }
                    - train: { steps: 10, optimizer: adamw, schedule: linear }
                    - train: { steps: 10, optimizer: { adam: { betas: [0.8, 0.99], epsilon: 1e-6 } }, schedule: { warmup: 5 steps } }
                    """
                )
            )
            .Plan!;
        TrainInstruction[] trains = [.. plan.Instructions.Cast<TrainInstruction>()];

        Assert.Equal(
            new SchedulePlan(
                ScheduleKind.Step,
                [
                    new ScheduleMilestone(15, TrainingUnit.Epochs),
                    new ScheduleMilestone(0.75m, TrainingUnit.Share),
                    new ScheduleMilestone(9000, TrainingUnit.Steps),
                ],
                0.1m,
                new ScheduleMilestone(0.1m, TrainingUnit.Share)
            ),
            trains[0].Schedule
        );
        Assert.True(trains[0].Optimizer.Nesterov);
        Assert.Equal(Operand.Of(0.0005m), trains[0].Optimizer.WeightDecay);
        Assert.Equal(Operand.Of(128), trains[0].BatchSize);
        Assert.Equal(
            (Optimizer.AdamW, Operand.Of(0.001m), Operand.Of(0.01m), Operand.Of(1e-8m)),
            (
                trains[1].Optimizer.Kind,
                trains[1].Optimizer.LearningRate,
                trains[1].Optimizer.WeightDecay,
                trains[1].Optimizer.Epsilon
            )
        );
        Assert.Equal(ScheduleKind.Linear, trains[1].Schedule.Kind);
        Assert.Equal((Operand.Of(0.8m), Operand.Of(0.99m)), (trains[2].Optimizer.Beta1, trains[2].Optimizer.Beta2));
        Assert.Equal(
            (ScheduleKind.Constant, new ScheduleMilestone(5, TrainingUnit.Steps)),
            (trains[2].Schedule.Kind, trains[2].Schedule.Warmup)
        );
        Assert.Equal("train sgd, learning rate 0.1, warm-up 10%, step", plan.Table[0].Stage);
    }

    [Fact]
    public void A_rewind_brings_back_what_its_snapshot_holds()
    {
        RecipePlan plan = Recipes
            .Compile(Recipes.WithStages("- snapshot: { name: init, of: [weights] }\n- rewind: init"))
            .Plan!;

        Assert.Equal(new RewindInstruction(2, "init", SnapshotContents.Weights), plan.Instructions[1]);
    }

    [Fact]
    public void Stages_that_are_not_run_yet_have_every_number()
    {
        RecipePlan plan = Recipes
            .Compile(
                Recipes.WithStages(
                    """
                    - search: { kind: edge-popup, keep: $share, steps: 20, batch: 64, optimizer: adam, schedule: cosine, rescale: true, thaw: true }
                    - snapshot: dense
                    - unify: { block: 2x4, unified: 40%, pruned: 60% }
                    - recover: { kind: least-squares, snapshot: dense, data: { batches: 8 }, damping: 0.1 }
                    - recover: { kind: orthogonal, gain: 1.5 }
                    - fit: { kind: manifold, epochs: 10, active: 80% }
                    - fit: { kind: ridge, regularization: 2, data: { batches: 3 } }
                    - ensemble: { members: 5, collect: 500 steps, scale: 0.5, optimizer: sgd }
                    - evaluate: [accuracy]
                    - prune: { grain: filter, remove: 20% }
                    - shrink
                    """,
                    "layers: { only: [fc1, fc2] }\nparameters: { share: { type: ratio, default: 50% } }\n"
                )
            )
            .Plan!;

        var search = Assert.IsType<SearchInstruction>(plan.Instructions[0]);
        Assert.Equal((SearchKind.EdgePopup, Operand.Of("share", 0.5m)), (search.Kind, search.Keep));
        Assert.Equal(
            (Operand.Of(20), TrainingUnit.Steps, Operand.Of(64)),
            (search.Length, search.Unit, search.BatchSize)
        );
        Assert.Equal((Optimizer.Adam, ScheduleKind.Cosine), (search.Optimizer.Kind, search.Schedule.Kind));
        Assert.True(search is { Rescales: true, Thaws: true });
        Assert.Equal(
            [
                new UnifyInstruction(3, 2, 4, Operand.Of(0.4m), Operand.Of(0.6m)),
                new RecoverInstruction(
                    4,
                    RecoverKind.LeastSquares,
                    Operand.Of(1),
                    new DataPlan(Operand.Of(8)),
                    "dense",
                    Operand.Of(0.1m)
                ),
                new RecoverInstruction(5, RecoverKind.Orthogonal, Operand.Of(1.5m), null, null, Operand.Of(0.01m)),
                new FitInstruction(
                    6,
                    FitKind.Manifold,
                    Operand.Of(0.3m),
                    Operand.Of(10),
                    Operand.Of(5),
                    Operand.Of(0.8m),
                    null
                )
                {
                    Unsupported = "fit",
                },
                new FitInstruction(
                    7,
                    FitKind.Ridge,
                    Operand.Of(2),
                    Operand.Of(1),
                    Operand.Of(1),
                    Operand.Of(1),
                    new DataPlan(Operand.Of(3))
                )
                {
                    Unsupported = "fit",
                },
            ],
            plan.Instructions.Skip(2).Take(5)
        );
        var ensemble = Assert.IsType<EnsembleInstruction>(plan.Instructions[7]);
        Assert.Equal(
            (Operand.Of(5), new ScheduleMilestone(500, TrainingUnit.Steps), Operand.Of(0.5m), (DataPlan?)null),
            (ensemble.Members, ensemble.Collect, ensemble.Scale, ensemble.Data)
        );
        Assert.Equal(Optimizer.Sgd, ensemble.Optimizer!.Kind);
        Assert.Equal(new ShrinkInstruction(11) { Unsupported = "shrink" }, plan.Instructions[10]);
        Assert.Equal(
            [
                new PlanRow(0, "search edge-popup, keep 50%", "20 steps", "50.0%"),
                new PlanRow(0, "snapshot dense", "", "50.0%"),
                new PlanRow(0, "unify block 2x4, unified 40%, pruned 60%", "", ""),
                new PlanRow(0, "recover least-squares", "", ""),
                new PlanRow(0, "recover orthogonal", "", ""),
                new PlanRow(0, "fit manifold", "10 epochs", ""),
                new PlanRow(0, "fit ridge", "", ""),
                new PlanRow(0, "ensemble of 5 members", "500 steps", ""),
                new PlanRow(0, "evaluate accuracy", "", ""),
                new PlanRow(0, "prune magnitude, filter, layer, remove 20%", "", ""),
                new PlanRow(0, "shrink", "", ""),
            ],
            plan.Table
        );
    }

    [Fact]
    public void A_long_repeat_is_cut_short_and_left_open()
    {
        CompiledRecipe compiled = Timely.Compile(
            Recipes.WithStages(
                "- repeat: 2000000000\n  stages: [{ prune: { remove: 0.001% } }, { repeat: 2000000000, stages: [{ prune: { remove: 0.002% } }] }, { train: { epochs: 1, optimizer: sgd } }]"
            )
        );

        Assert.NotNull(compiled.Plan);
    }

    private static long Kept(long units, decimal scale, int rounds)
    {
        long pruned = 0;
        for (int round = 0; round < rounds; round++)
        {
            pruned += Amount.ToPrune(AmountKind.Remove, 0.2m, scale, units, pruned);
        }

        return units - pruned;
    }
}
