namespace PruningRecipes.Language.Tests;

/// <summary>What happens while a stage trains.</summary>
public sealed class ActionRuleTests
{
    [Theory]
    [InlineData("prune: { sparsity: 0% -> 90%, every: 1 epochs }")]
    [InlineData("prune: { keep: 100% -> 10%, curve: linear, every: 100 steps, from: 2 epochs, until: 75% }")]
    [InlineData("prune: { sparsity: 0% -> $rate, every: 1 epochs }")]
    [InlineData("prune: { sparsity: {|PRN1007:90%|}, every: 1 epochs }")]
    [InlineData("prune: { sparsity: {|PRN5001:0% -> 90|}, every: 1 epochs }")]
    [InlineData("prune: { sparsity: {|PRN1007:0% -> x|}, every: 1 epochs }")]
    [InlineData("prune: { {|PRN1005:remove|}: 20%, sparsity: 0% -> 90%, every: 1 epochs }")]
    [InlineData("{|PRN1011:prune|}: { every: 1 epochs }")]
    [InlineData("{|PRN1006:prune|}: { sparsity: 0% -> 90% }")]
    [InlineData("prune: { grain: 2 of 4, {|PRN4004:sparsity|}: 0% -> 50%, every: 1 epochs }")]
    [InlineData("prune: { score: movement, sparsity: 0% -> 90%, every: 1 epochs }")]
    [InlineData("prune: { sparsity: {|PRN3003:90% -> 50%|}, every: 1 epochs }")]
    [InlineData("prune: { sparsity: {|PRN5004:0% -> 99.99%|}, every: 1 epochs }")]
    [InlineData("prune: { sparsity: {|PRN1007:90%|}, soft: false, every: 1 epochs }")]
    public void A_ramp_is_two_ratios_of_which_the_second_is_greater(string action) =>
        Verify(action, usesRate: action.Contains("$rate"));

    [Theory]
    [InlineData("grain: filter, sparsity: 30%")]
    [InlineData("sparsity: $rate")]
    [InlineData("grain: filter, keep: 100% -> 50%, curve: linear")]
    [InlineData("grain: 2 of 4")]
    [InlineData("grain: 2 of 4, {|PRN4004:sparsity|}: 50%")]
    [InlineData("sparsity: {|PRN5001:90|}")]
    [InlineData("sparsity: {|PRN1007:[30%]|}")]
    [InlineData("sparsity: {|PRN3003:90% -> 50%|}")]
    [InlineData("sparsity: {|PRN5004:99.99%|}")]
    [InlineData("sparsity: 30%, {|PRN2011:curve|}: linear")]
    public void A_soft_ramp_may_stay_at_one_ratio(string keys) =>
        Verify($"prune: {{ {keys}, soft: true, every: 1 epochs }}", usesRate: keys.Contains("$rate"));

    [Theory]
    [InlineData("every: 1 epochs, until: 20 epochs")]
    [InlineData("every: 1 epochs, until: {|PRN3011:21 epochs|}")]
    [InlineData("every: 1 epochs, until: 100%")]
    [InlineData("every: 1 epochs, until: 100000 steps")]
    [InlineData("every: 1 epochs, from: {|PRN3011:25 epochs|}")]
    [InlineData("every: 1 epochs, from: {|PRN3011:10 epochs|}, until: 50%")]
    [InlineData("every: 1 epochs, from: {|PRN3011:20 epochs|}")]
    [InlineData("every: 10 epochs, from: 50%")]
    [InlineData("every: {|PRN3011:11 epochs|}, from: 50%")]
    [InlineData("every: 7 epochs, until: 18 epochs")]
    [InlineData("every: {|PRN3011:0 epochs|}")]
    [InlineData("every: {|PRN1007:5|}")]
    public void A_grid_of_updates_fits_its_training(string grid) => Verify($"prune: {{ sparsity: 0% -> 90%, {grid} }}");

    [Fact]
    public void A_grid_fits_the_shortest_training_that_a_parameter_allows() =>
        Markup.VerifyStages(
            "- train: { epochs: $n, optimizer: sgd, during: [{ prune: { sparsity: 0% -> 90%, every: 1 epochs, until: {|PRN3011:6 epochs|} } }] }",
            head: "parameters: { n: { type: count, default: 8, range: 5 .. 10 } }\n"
        );

    [Theory]
    [InlineData("snapshot: { name: {|PRN3002:early|}, at: 5 epochs }")]
    [InlineData("snapshot: { name: {|PRN3002:early|}, at: {|PRN3011:21 epochs|} }")]
    [InlineData("{|PRN1006:snapshot|}: { name: early }")]
    [InlineData("evaluate: { metrics: [accuracy], every: 5 epochs }")]
    [InlineData("evaluate: { metrics: [accuracy], every: {|PRN3011:25 epochs|} }")]
    [InlineData("{|PRN3016:regularize|}: { kind: growing-l2, strength: 1e-3 }")]
    [InlineData("regularize: { kind: {|PRN1008:growing|}, strength: {|PRN5002:0|} }")]
    [InlineData("{|PRN1006:regularize|}: { kind: slimming }")]
    [InlineData("{|PRN1008:prnue|}: { }")]
    [InlineData("rewire: { grow: gradient, fraction: 30%, every: 1 epochs }", "PRN3013")]
    public void Actions_have_their_keys(string action, string? atWord = null) =>
        Verify(
            atWord is null ? action : $"{{|{atWord}:{action.Split(':')[0]}|}}:{action[(action.IndexOf(':') + 1)..]}"
        );

    [Theory]
    [InlineData("drop: magnitude, grow: gradient, fraction: 30%, decay: cosine, every: 100 steps, until: 75%")]
    [InlineData("grow: {|PRN1008:gradients|}, fraction: 30%, every: 100 steps")]
    [InlineData("grow: random, fraction: {|PRN5001:0|}, every: 100 steps")]
    [InlineData("drop: magnitude-by-sign, grow: random, fraction: 30%, start: random, deviation: 0.1, every: 1 epochs")]
    [InlineData("drop: {|PRN1008:sign|}, grow: random, fraction: 30%, start: {|PRN1008:ones|}, every: 1 epochs")]
    [InlineData("grow: random, fraction: 30%, start: random, deviation: {|PRN5002:0|}, every: 1 epochs")]
    [InlineData("grow: random, fraction: 30%, {|PRN2011:deviation|}: 0.1, every: 1 epochs")]
    [InlineData("drop: sign-flip, grow: random, l1: 1e-5, noise: 1e-5, every: 1 steps")]
    [InlineData(
        "drop: sign-flip, grow: {|PRN1007:momentum|}, {|PRN2011:start|}: random, {|PRN2011:decay|}: cosine, every: 1 steps"
    )]
    [InlineData("grow: random, fraction: 30%, {|PRN2011:l1|}: 1e-5, {|PRN2011:noise|}: 1e-5, every: 1 steps")]
    public void Rewiring_exchanges_what_is_pruned_before(string keys) =>
        Markup.VerifyStages(
            $"- prune: {{ score: random, sparsity: 90% }}\n- train: {{ epochs: 20, optimizer: sgd, during: [{{ rewire: {{ {keys} }} }}] }}"
        );

    [Theory]
    [InlineData(
        "prune: { sparsity: 0% -> 90%, every: 1 epochs }",
        "rewire: { grow: random, fraction: 30%, every: 1 epochs }"
    )]
    [InlineData("prune: { sparsity: 0% -> 50%, every: 1 epochs }", "prune: { sparsity: 50% -> 90%, every: 1 epochs }")]
    public void Only_one_action_changes_the_masks(string first, string second)
    {
        int colon = second.IndexOf(':');
        Markup.VerifyStages(
            $"- prune: {{ sparsity: 0% }}\n- train: {{ epochs: 20, optimizer: sgd, during: [{{ {first} }}, {{ {{|PRN3012:{second[..colon]}|}}{second[colon..]} }}] }}".Replace(
                "- prune: { sparsity: 0% }\n",
                ""
            )
        );
    }

    [Fact]
    public void A_ramp_begins_where_the_pruning_before_it_has_ended()
    {
        const string Stages =
            "- prune: { sparsity: 50% }\n- train: { epochs: 20, optimizer: sgd, during: [{ prune: { sparsity: RAMP, every: 1 epochs } }] }";
        Markup.VerifyStages(Stages.Replace("RAMP", "50% -> 90%"));
        Markup.VerifyStages(Stages.Replace("RAMP", "{|PRN3003:0% -> 90%|}"));
    }

    [Fact]
    public void A_snapshot_of_training_is_there_for_a_rewind_after_it() =>
        Markup.VerifyStages(
            "- train: { epochs: 20, optimizer: sgd, during: [{ snapshot: { name: early, at: 500 steps } }] }\n"
                + "- prune: { remove: 20% }\n- rewind: early\n- train: { epochs: 20, optimizer: sgd }"
        );

    [Fact]
    public void The_sparsity_after_a_ramp_is_its_end()
    {
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages(
                "- train: { epochs: 20, optimizer: sgd, during: [{ prune: { sparsity: 0% -> 90%, every: 7 epochs } }] }"
            )
        );

        Assert.Equal("90.0%", compiled.Plan!.Table[0].Sparsity);
        Assert.Null(compiled.Plan.Instructions[0].Unsupported);
    }

    [Theory]
    [InlineData("- prune: { sparsity: {|PRN1007:0% -> 90%|} }\n- train: { epochs: 1, optimizer: sgd }")]
    [InlineData("- train: { epochs: 1, optimizer: sgd, {|PRN1007:during|}: [] }")]
    [InlineData("- train: { epochs: 1, optimizer: sgd, during: {|PRN1007:prune|} }")]
    [InlineData("- train: { epochs: 1, optimizer: sgd, during: [{|PRN1007:prune|}] }")]
    public void Ramps_and_actions_have_their_places(string stages) => Markup.VerifyStages(stages);

    [Fact]
    public void Actions_are_planned_with_their_positions_in_the_unit_of_a_training_of_known_length()
    {
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages(
                """
                - prune: { score: random, sparsity: 50% }
                - train:
                    epochs: 20
                    optimizer: sgd
                    during:
                      - rewire: { grow: gradient, fraction: 30%, decay: cosine, every: 100 steps, until: 75% }
                      - regularize: { kind: growing-l2, strength: 0.5, from: 10% }
                      - snapshot: { name: early, of: [optimizer], at: 5% }
                      - evaluate: { name: way, metrics: [loss], every: 5 epochs }
                - prune: { keep: 20% }
                - train: { epochs: 5, optimizer: sgd, during: [{ prune: { keep: 20% -> 10%, curve: linear, every: 1% } }] }
                - train: { epochs: 5, optimizer: sgd, schedule: { replay: 2 epochs } }
                - rewind: { to: early, what: [optimizer] }
                """
            )
        );

        Assert.All(compiled.Plan!.Instructions, instruction => Assert.Null(instruction.Unsupported));
        var prune = (PruneInstruction)compiled.Plan.Instructions[2];
        Assert.Equal(
            [
                new RewirePlan(
                    Grid(new(100, TrainingUnit.Steps), null, Epochs(15)),
                    Growth.Gradient,
                    Operand.Of(0.3m),
                    FractionDecay.Cosine
                ),
                new RegularizePlan(Grid(null, Epochs(2), null), Penalty.GrowingL2, Operand.Of(0.5m), prune.Pruning),
                new SnapshotPlan("early", SnapshotContents.Optimizer, Epochs(1)!.Value),
                new EvaluatePlan(Grid(Epochs(5), null, null), "way", Metric.Loss),
            ],
            ((TrainInstruction)compiled.Plan.Instructions[1]).During.ToArray()
        );
        var ramp = Assert.IsType<RampPlan>(Assert.Single(((TrainInstruction)compiled.Plan.Instructions[3]).During));
        Assert.Equal((Operand.Of(0.2m), Operand.Of(0.1m)), (ramp.Start!.Value, ramp.Pruning.Amount));
        Assert.Equal((AmountKind.Keep, Curve.Linear), (ramp.Pruning.AmountKind, ramp.Pruning.Curve));
        Assert.Equal(Epochs(0.05m), ramp.Grid.Every);
        Assert.Equal(Epochs(2), ((TrainInstruction)compiled.Plan.Instructions[4]).Schedule.Replay);
        Assert.Equal("early", Assert.Single(compiled.Plan.Surface.Snapshots).Name);

        static ScheduleMilestone? Epochs(decimal count) => new ScheduleMilestone(count, TrainingUnit.Epochs);

        static GridPlan Grid(ScheduleMilestone? every, ScheduleMilestone? from, ScheduleMilestone? until) =>
            new(every, from, until);
    }

    [Theory]
    [InlineData("prune: { score: l1-norm, grain: filter, remove: 20% }", false)]
    [InlineData("prune: { grain: row, remove: 20% }", false)]
    [InlineData("prune: { remove: 20% }", true)]
    [InlineData("prune: { grain: channel, remove: 20% }", true)]
    [InlineData("prune: { remove: 20% }", false, "layers: { rules: [{ match: fc1, grain: filter }] }\n")]
    [InlineData("repeat: 2\n  stages: [{ prune: { grain: filter, remove: 20% } }]", false)]
    public void Filters_are_decorrelated_that_the_next_stage_prunes(string next, bool isIdle, string head = "")
    {
        string penalty = isIdle ? "{|PRN3016:regularize|}" : "regularize";
        Markup.VerifyStages(
            $$"""
            - train: { epochs: 20, optimizer: sgd, during: [{ {{penalty}}: { kind: decorrelate, strength: 1e-3 } }] }
            - {{next}}
            - train: { epochs: 5, optimizer: sgd }
            """,
            head: head
        );
    }

    [Fact]
    public void Filters_are_decorrelated_by_the_plan_of_the_stage_that_prunes_them()
    {
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages(
                """
                - train: { epochs: 20, optimizer: sgd, during: [{ regularize: { kind: decorrelate, strength: 0.5 } }] }
                - prune: { score: l1-norm, grain: filter, remove: 20% }
                - train: { epochs: 5, optimizer: sgd }
                """
            )
        );

        var train = (TrainInstruction)compiled.Plan!.Instructions[0];
        var prune = (PruneInstruction)compiled.Plan.Instructions[1];
        Assert.Equal(
            new RegularizePlan(new(null, null, null), Penalty.Decorrelate, Operand.Of(0.5m), prune.Pruning),
            Assert.Single(train.During)
        );
    }

    private static void Verify(string action, bool usesRate = false) =>
        Markup.VerifyStages(
            $"- train: {{ epochs: 20, optimizer: sgd, during: [{{ {action} }}] }}",
            head: usesRate ? "parameters: { rate: { type: ratio, default: 90%, range: 50% .. 95% } }\n" : ""
        );
}
