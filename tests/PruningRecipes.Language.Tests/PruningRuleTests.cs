namespace PruningRecipes.Language.Tests;

/// <summary>Scores, grains, allocations and amounts against each other and against the layers of a model.</summary>
public sealed class PruningRuleTests
{
    private const string Train = "train: { epochs: 1, optimizer: sgd }";

    private static readonly ModelShape s_convolutions = Recipes.Model(
        Conv("conv1", 32, 3, 3),
        Conv("conv2", 64, 32, 3),
        Recipes.Linear("head", 10, 64)
    );

    public static TheoryData<string> ScoresOfStages =>
        [.. ScoreTable.All.Where(score => !score.Needs.HasFlag(ScoreNeeds.Training)).Select(score => score.Word)];

    [Theory]
    [MemberData(nameof(ScoresOfStages))]
    public void Every_score_is_checked_with_what_it_needs(string word)
    {
        ScoreInfo score = ScoreTable.All.Single(one => one.Word == word);
        var grain = new GrainSpec(score.Grains[0], 2, 4);
        string keys = $"score: {word}, grain: {grain}" + (score.NeedsData ? ", data: { batches: 2 }" : "");
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages(
                $"- snapshot: init\n- {Train}\n- prune: {{ {keys}, remove: 20% }}\n- {Train}\n- evaluate: [loss]\n- rewind: init\n- {Train}"
            ),
            Recipes.Model(Recipes.Linear("fc", 300, 784), Recipes.Norm("norm", 300))
        );

        Assert.NotNull(compiled.Plan);
        Finding[] findings = [.. compiled.Findings.Where(finding => !Markup.IsPractice(finding.Rule.Id))];
        Assert.All(findings, finding => Assert.Equal(Rules.NotRunYet, finding.Rule));
        Assert.Equal(score.IsRunnable, findings.Length == 0);
        Assert.Equal(score.IsRunnable, compiled.Plan.Instructions[2].Unsupported is null);
    }

    [Theory]
    [InlineData("score: {|PRN4003:lamp|}, grain: filter")]
    [InlineData("score: {|PRN4003:l1-norm|}")]
    [InlineData("score: {|PRN4003:geometric-median|}, grain: channel")]
    [InlineData("score: geometric-median, grain: row")]
    [InlineData("score: {|PRN3010:movement|}")]
    [InlineData("score: {|PRN3010:edge-popup|}")]
    [InlineData("score: {|PRN1006:snip|}")]
    [InlineData("score: synflow")]
    [InlineData("score: snip, data: { batches: 1 }")]
    [InlineData("score: snip, data: { batches: {|PRN5002:0|} }")]
    [InlineData("score: magnitude, {|PRN2011:data|}: { batches: 1 }")]
    [InlineData("score: magnitude, {|PRN2011:snapshot|}: init")]
    [InlineData("score: {|PRN3009:large-init|}")]
    [InlineData("score: large-init, snapshot: {|PRN3009:early|}")]
    public void A_score_has_what_it_needs_and_is_defined_on_the_grain(string keys) =>
        Markup.VerifyStages($"- prune: {{ {keys}, remove: 20% }}\n- {Train}");

    [Theory]
    [InlineData("- snapshot: init\n- TRAIN\n- prune: { score: movement-from-init, remove: 20% }\n- TRAIN")]
    [InlineData(
        "- snapshot: { name: init, of: [buffers] }\n- prune: { score: {|PRN3009:movement-from-init|}, remove: 20% }\n- TRAIN"
    )]
    [InlineData(
        "- repeat: $n\n  stages: [{ snapshot: init }]\n- prune: { score: {|PRN3009:large-init|}, remove: 20% }\n- repeat: $n\n  stages: [{ TRAIN }]\n- TRAIN"
    )]
    public void A_score_that_compares_with_a_snapshot_finds_it_on_every_path(string stages) =>
        Markup.VerifyStages(
            stages.Replace("TRAIN", Train),
            head: stages.Contains("$n") ? "parameters: { n: { type: count, default: 1, range: 0 .. 2 } }\n" : ""
        );

    [Fact]
    public void The_data_of_the_recipe_serves_every_stage() =>
        Markup.VerifyStages($"- prune: {{ score: snip, remove: 20% }}\n- {Train}", head: "data: { batches: 4 }\n");

    [Fact]
    public void Data_that_no_stage_sees_is_found() =>
        Markup.VerifyStages($"- prune: {{ remove: 20% }}\n- {Train}", head: "{|PRN2011:data|}: { batches: 4 }\n");

    [Theory]
    [InlineData("grain: 2 of 4")]
    [InlineData("grain: {|PRN5002:4 of 4|}, sparsity: 50%")]
    [InlineData("grain: {|PRN5002:0 of 4|}, sparsity: 50%")]
    [InlineData("grain: {|PRN1008:2 of x4|}, sparsity: 50%")]
    [InlineData("grain: 2 of 4, {|PRN4004:sparsity|}: 50%")]
    [InlineData("grain: 2 of 4, {|PRN2011:allocation|}: layer")]
    [InlineData("grain: {|PRN4002:4 of 8|}")]
    [InlineData("grain: block 2x4, remove: 20%")]
    [InlineData("grain: {|PRN5002:block 0x4|}, remove: 20%")]
    [InlineData("grain: {|PRN4002:block 4x4|}, remove: 20%")]
    [InlineData("grain: {|PRN4001:kernel|}, remove: 20%")]
    [InlineData("grain: head, remove: 20%")]
    [InlineData("grain: {|PRN1008:fliter|}, remove: 20%")]
    [InlineData("flops: 50%, grain: filter")]
    [InlineData("flops: 50%, grain: filter, allocation: global")]
    [InlineData("flops: {|PRN5004:95%|}, grain: filter")]
    [InlineData("flops: 80%, grain: filter, allocation: global, protect: { min-keep: 20% }")]
    [InlineData("flops: {|PRN5004:90%|}, grain: filter, allocation: global, protect: { min-keep: 20% }")]
    [InlineData("{|PRN4004:flops|}: 50%")]
    [InlineData("remove: 20%, {|PRN2011:curve|}: cubic")]
    [InlineData("remove: 20%, curve: cubic, rounds: 10")]
    [InlineData("remove: 20%, recover: true, rounds: 10")]
    public void A_grain_divides_the_layers_and_takes_its_amounts(string keys) =>
        Markup.VerifyStages($"- prune: {{ {keys} }}\n- {Train}");

    [Theory]
    [InlineData("layer", null)]
    [InlineData("global", null)]
    [InlineData("erk", "erk")]
    [InlineData("uniform-plus", "uniform-plus")]
    public void Operations_are_removed_of_each_layer_or_by_one_ranking(string allocation, string? unsupported)
    {
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages($"- prune: {{ grain: filter, allocation: {allocation}, flops: 50% }}\n- {Train}"),
            s_convolutions
        );

        Assert.Equal(unsupported, compiled.Plan!.Instructions[0].Unsupported);
        Assert.Equal(unsupported is not null, compiled.Findings.Any(finding => finding.Rule == Rules.NotRunYet));
    }

    /// <summary>How many filters go is open, but that one of each layer stays is sure.</summary>
    [Theory]
    [InlineData("global, count: {|PRN5004:104|}")]
    [InlineData("global, count: {|PRN3029:103|}")]
    [InlineData("layer, remove: 50%")]
    [InlineData("global, flops: 70%")]
    public void What_follows_a_share_of_the_operations_is_judged_by_what_is_sure(string next) =>
        Markup.VerifyStages(
            $"- prune: {{ grain: filter, allocation: global, flops: 50% }}\n- {Train}\n- prune: {{ grain: filter, allocation: {next} }}\n- {Train}",
            s_convolutions
        );

    [Fact]
    public void Layers_of_groups_take_no_part_in_a_share_of_the_operations()
    {
        CompiledRecipe compiled = Recipes.Compile(
            "recipe: a\nlayers: { rules: [{ match: \"fc*\", grain: 2 of 4 }] }\nstages:\n"
                + $"  - prune: {{ grain: row, allocation: global, flops: 30% }}\n  - {Train}\n",
            Recipes.Model(Recipes.Linear("fc1", 8, 8), Recipes.Linear("fc2", 8, 8))
        );

        Assert.Equal("50.0%", compiled.Plan!.Table[0].Sparsity);
    }

    [Theory]
    [InlineData("grain: {|PRN4001:kernel|}")]
    [InlineData("grain: {|PRN4001:head|}")]
    [InlineData("grain: filter")]
    [InlineData("grain: channel, allocation: global")]
    public void A_grain_is_of_the_kind_of_every_layer(string keys) =>
        Markup.VerifyStages($"- prune: {{ {keys}, remove: 50% }}\n- {Train}", s_convolutions);

    [Fact]
    public void A_layer_rule_gives_a_layer_a_grain_of_its_own() =>
        Markup.VerifyStages(
            $"- prune: {{ grain: kernel, remove: 50% }}\n- {Train}",
            s_convolutions,
            "layers: { rules: [{ match: head, grain: row }] }\n"
        );

    [Fact]
    public void A_grain_of_a_layer_rule_concerns_every_prune_stage()
    {
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages(
                $"- prune: {{ remove: 50% }}\n- {Train}",
                "layers: { rules: [{ match: head, grain: head }] }\n"
            )
        );

        Assert.Equal(["head", null], compiled.Plan!.Instructions.Select(instruction => instruction.Unsupported));
    }

    [Theory]
    [InlineData("grain: filter, count: {|PRN5004:32|}")]
    [InlineData("grain: filter, count: {|PRN5004:10|}")]
    [InlineData("grain: filter, count: 9")]
    [InlineData("grain: filter, remove: {|PRN5003:4%|}")]
    [InlineData("grain: filter, remove: 6%")]
    public void Amounts_count_the_units_of_the_grain(string keys) =>
        Markup.VerifyStages($"- prune: {{ {keys} }}\n- {Train}", s_convolutions);

    [Fact]
    public void The_sparsity_of_filters_is_that_of_their_weights()
    {
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages(
                $"- prune: {{ grain: filter, sparsity: 50% }}\n- prune: {{ grain: filter, remove: 50% }}\n- {Train}"
            ),
            Recipes.Model(Conv("conv", 8, 3, 3))
        );

        Assert.Equal(["50.0%", "75.0%", "75.0%"], compiled.Plan!.Table.Select(row => row.Sparsity));
    }

    [Theory]
    [InlineData("sparsity: 95%, protect: { min-keep: 2% }")]
    [InlineData("sparsity: {|PRN5004:95%|}, protect: { min-keep: 10% }")]
    [InlineData("sparsity: {|PRN5004:95%|}, protect: { per-layer: 100 }")]
    [InlineData("sparsity: {|PRN5004:99.99%|}")]
    [InlineData("sparsity: 99.99%, protect: none")]
    [InlineData("sparsity: 95%, protect: {|PRN1008:nothing|}")]
    [InlineData("sparsity: 95%, protect: { min-keep: {|PRN5001:20|} }")]
    public void What_is_protected_is_kept(string keys) => Markup.VerifyStages($"- prune: {{ {keys} }}\n- {Train}");

    [Theory]
    [InlineData("allocation: erk, sparsity: 95%")]
    [InlineData("allocation: erk, sparsity: {|PRN5007:50%|}")]
    [InlineData("allocation: er, sparsity: {|PRN5007:50%|}")]
    [InlineData("allocation: uniform-plus, sparsity: 99%")]
    public void Allocations_spread_the_amount(string keys) => Markup.VerifyStages($"- prune: {{ {keys} }}\n- {Train}");

    [Fact]
    public void Erk_reaches_the_sparsity_of_the_whole_and_never_lets_it_fall()
    {
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages($"- prune: {{ allocation: erk, sparsity: 90% }}\n- {Train}")
        );

        Assert.Equal("90.0%", compiled.Plan!.Table[0].Sparsity);
        Markup.VerifyStages(
            $"- prune: {{ allocation: erk, sparsity: 98% }}\n- prune: {{ allocation: erk, sparsity: {{|PRN3003:95%|}} }}\n- {Train}"
        );
    }

    [Fact]
    public void Two_of_four_after_much_pruning_is_no_fall() =>
        Markup.VerifyStages($"- prune: {{ sparsity: 90% }}\n- prune: {{ grain: 2 of 4 }}\n- {Train}");

    [Theory]
    [InlineData("weight")]
    [InlineData("2 of 4")]
    [InlineData("block 16x1")]
    [InlineData("filter")]
    public void Grains_read_back_as_they_are_written(string text)
    {
        Assert.True(GrainSpec.TryParse(text, out GrainSpec grain));
        Assert.Equal(text, grain.ToString());
    }

    [Theory]
    [InlineData("block")]
    [InlineData("n-ofm")]
    [InlineData("block 4")]
    [InlineData("block 4x")]
    [InlineData("-2 of 4")]
    [InlineData("2 of 99999999999")]
    public void What_is_no_grain_is_not_read_as_one(string text) => Assert.False(GrainSpec.TryParse(text, out _));

    private static LayerShape Conv(string path, long outputs, long inputs, long kernel) =>
        new(
            path,
            LayerKind.Conv2d,
            [Dimension.Known(outputs), Dimension.Known(inputs), Dimension.Known(kernel), Dimension.Known(kernel)],
            LayerFlags.Bias
        );
}
