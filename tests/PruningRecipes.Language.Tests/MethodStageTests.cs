namespace PruningRecipes.Language.Tests;

/// <summary>The stages that repair, unify, search, fit, resample and shrink: what each takes, and what it is told.</summary>
public sealed class MethodStageTests
{
    private const string Train = "train: { epochs: 2, optimizer: sgd }";
    private const string Filters = "prune: { grain: filter, sparsity: 50% }";
    private const string More = "prune: { grain: filter, remove: 20% }";

    private static readonly ModelShape s_withNorm = Recipes.Model(
        Recipes.Linear("fc1", 300, 784),
        new LayerShape("norm", LayerKind.Norm, [Dimension.Known(300)], LayerFlags.Bias),
        Recipes.Linear("head", 10, 300, LayerFlags.KeepDense)
    );

    private static readonly ModelShape s_withConvolution = Recipes.Model(
        new LayerShape(
            "conv",
            LayerKind.Conv2d,
            [Dimension.Known(8), Dimension.Known(1), Dimension.Known(3), Dimension.Known(3)],
            LayerFlags.None
        ),
        Recipes.Linear("head", 10, 128, LayerFlags.KeepDense)
    );

    [Theory]
    [InlineData("{ kind: orthogonal }")]
    [InlineData("orthogonal")]
    [InlineData("{ kind: orthogonal, gain: 1.414 }")]
    [InlineData("{ kind: orthogonal, gain: {|PRN5002:0|} }")]
    [InlineData("{ kind: orthogonal, {|PRN2011:data|}: { batches: 1 } }")]
    [InlineData("{ kind: orthogonal, {|PRN2011:damping|}: 0.1 }")]
    [InlineData("{ kind: least-squares, data: { batches: 8 }, snapshot: dense }")]
    [InlineData("{ kind: least-squares, data: { batches: 8 }, snapshot: dense, damping: 0 }")]
    [InlineData("{ kind: least-squares, data: { batches: 8 }, snapshot: dense, damping: {|PRN5002:-1|} }")]
    [InlineData("{ kind: least-squares, data: { batches: 8 }, snapshot: {|PRN3009:parent|} }")]
    [InlineData("{ kind: {|PRN1006:least-squares|}, data: { batches: 8 } }")]
    [InlineData("{ kind: {|PRN1006:least-squares|}, snapshot: dense }")]
    [InlineData("{|PRN1006:{|PRN1006:least-squares|}|}")]
    [InlineData("{ kind: batchnorm, data: { batches: $n } }")]
    [InlineData("{ kind: {|PRN1008:batch-norm|}, data: { batches: 1 } }")]
    [InlineData("{|PRN1007:[orthogonal]|}")]
    public void A_recovery_has_what_its_kind_needs(string recover)
    {
        bool usesSnapshot = recover.Contains("snapshot: dense");
        Markup.VerifyStages(
            (usesSnapshot ? "- snapshot: dense\n" : "") + $"- {Filters}\n- recover: {recover}\n- {Train}",
            s_withNorm,
            recover.Contains("$n") ? "parameters: { n: { type: count, default: 1 } }\n" : ""
        );
    }

    [Fact]
    public void The_data_of_the_recipe_are_those_of_a_recovery_without_data()
    {
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages(
                $"- prune: {{ remove: 20% }}\n- recover: batchnorm\n- {Train}",
                "data: { batches: 4 }\n"
            ),
            s_withNorm
        );

        Assert.Empty(compiled.Findings);
        Assert.Equal(new DataPlan(Operand.Of(4)), ((RecoverInstruction)compiled.Plan!.Instructions[1]).Data);
    }

    [Theory]
    [InlineData("block: 4x4, unified: 60%, pruned: 20%")]
    [InlineData("block: 1x4, unified: 100%")]
    [InlineData("block: 4x4, unified: $share, pruned: 20%")]
    [InlineData("block: {|PRN4002:4x5|}, unified: 60%")]
    [InlineData("block: {|PRN4002:8x4|}, unified: 60%")]
    [InlineData("block: {|PRN1007:4|}, unified: 60%")]
    [InlineData("block: {|PRN1007:block 4x4|}, unified: 60%")]
    [InlineData("block: {|PRN5002:0x4|}, unified: 60%")]
    [InlineData("block: 4x4, unified: {|PRN5001:60|}")]
    [InlineData("block: 4x4, unified: 81%, pruned: {|PRN5020:20%|}")]
    [InlineData("block: 4x4, unified: {|PRN5021:0%|}, pruned: 20%")]
    [InlineData("block: 4x4, unified: 60%, pruned: {|PRN5001:100%|}")]
    [InlineData("block: 300x784, unified: {|PRN5021:40%|}", "fc1")]
    [InlineData("block: 300x784, unified: 60%", "fc1")]
    public void A_unification_has_blocks_and_shares_of_them(string keys, string only = "fc1, fc2") =>
        Markup.VerifyStages(
            $"- unify: {{ {keys} }}\n- {Train}",
            head: $"layers: {{ only: [{only}] }}\n"
                + (
                    keys.Contains("$share")
                        ? "parameters: { share: { type: ratio, default: 60%, range: 0% .. 80% } }\n"
                        : ""
                )
        );

    [Theory]
    [InlineData("{|PRN1006:unify|}: { unified: 60% }")]
    [InlineData("{|PRN1006:unify|}: { block: 4x4, pruned: 20% }")]
    public void A_unification_says_both(string stage) =>
        Markup.VerifyStages($"- {stage.Replace("unify", "unify")}\n- {Train}");

    [Theory]
    [InlineData("{ match: fc2, scale: 2 }", "{|PRN5020:30%|}")]
    [InlineData("{ match: fc2, scale: 1.1 }", "30%")]
    [InlineData("{ match: fc2, sparsity: 50% }", "{|PRN5020:30%|}")]
    public void The_share_of_pruned_blocks_follows_the_layer_rules(string rule, string pruned) =>
        Markup.VerifyStages(
            $"- unify: {{ block: 2x2, unified: 60%, pruned: {pruned} }}\n- {Train}",
            head: $"layers: {{ rules: [{rule}] }}\n"
        );

    [Fact]
    public void A_layer_rules_grain_is_not_that_of_a_unification() =>
        Markup.VerifyStages(
            $"- unify: {{ block: 2x2, unified: 60%, pruned: 20% }}\n- {Train}",
            head: "layers: { rules: [{ match: fc2, grain: 3 of 7 }] }\n"
        );

    [Theory]
    [InlineData("kind: edge-popup, keep: 50%, epochs: 10, optimizer: sgd")]
    [InlineData("kind: edge-popup, keep: 50%, steps: 10, optimizer: adam, schedule: cosine, batch: 64, rescale: true")]
    [InlineData("kind: supermask, epochs: 10, optimizer: { sgd: { learning-rate: 100 } }, rescale: true")]
    [InlineData("kind: supermask, keep: 50%, epochs: 10, optimizer: sgd, {|PRN2011:thaw|}: true")]
    [InlineData("kind: {|PRN1006:edge-popup|}, epochs: 10, optimizer: sgd")]
    [InlineData("kind: edge-popup, keep: {|PRN5001:50|}, epochs: 10, optimizer: sgd")]
    [InlineData("kind: edge-popup, keep: {|PRN5004:0.01%|}, epochs: 10, optimizer: sgd")]
    [InlineData("kind: edge-popup, keep: 50%, epochs: 10, optimizer: sgd, schedule: { warmup: {|PRN3004:10 epochs|} }")]
    [InlineData("kind: supermask, epochs: 10, optimizer: sgd, schedule: { replay: {|PRN1007:5 epochs|} }")]
    [InlineData("kind: edge-popup, keep: 50%, epochs: 10, optimizer: sgd, {|PRN1005:during|}: []")]
    public void A_search_has_a_length_and_an_optimizer(string keys) => Markup.VerifyStages($"- search: {{ {keys} }}");

    [Theory]
    [InlineData("{|PRN1011:search|}: { kind: supermask, optimizer: sgd }")]
    [InlineData("{|PRN1006:search|}: { kind: supermask, epochs: 10 }")]
    [InlineData("{|PRN1006:search|}: { epochs: 10, optimizer: sgd }")]
    [InlineData("search: {|PRN1007:supermask|}")]
    public void A_search_says_how_long_and_by_whom(string stage) =>
        Markup.VerifyStages($"- {stage.Replace("search", "search")}");

    [Theory]
    [InlineData("- SEARCH\n- {|PRN3020:train|}: { epochs: 2, optimizer: sgd }")]
    [InlineData("- SEARCH\n- {|PRN3020:fit|}: ridge")]
    [InlineData("- SEARCH\n- {|PRN3020:ensemble|}: { members: 2, collect: 1 epochs, optimizer: sgd }")]
    [InlineData("- SEARCH\n- repeat: 2\n  stages: [{ {|PRN3020:train|}: { epochs: 2, optimizer: sgd } }]")]
    [InlineData("- repeat: 2\n  stages: [{ {|PRN3020:train|}: { epochs: 2, optimizer: sgd } }, { SEARCH }]")]
    [InlineData("- repeat: 1\n  stages: [{ train: { epochs: 2, optimizer: sgd } }, { SEARCH }]")]
    [InlineData("- THAWING\n- train: { epochs: 2, optimizer: sgd }")]
    [InlineData("- train: { epochs: 2, optimizer: sgd }\n- SEARCH\n- evaluate: [accuracy]")]
    public void What_a_search_has_frozen_is_trained_only_where_it_thaws(string stages)
    {
        const string Search = "search: { kind: edge-popup, keep: 50%, epochs: 2, optimizer: sgd }";
        Markup.VerifyStages(
            stages.Replace("SEARCH", Search).Replace("THAWING", Search.Replace("sgd }", "sgd, thaw: true }"))
        );
    }

    [Fact]
    public void The_masks_of_a_search_keep_what_it_says()
    {
        CompiledRecipe compiled = Markup.VerifyStages(
            """
            - prune: { sparsity: 30% }
            - search: { kind: edge-popup, keep: 50%, epochs: 2, optimizer: sgd, thaw: true }
            - prune: { remove: 50% }
            - train: { epochs: 2, optimizer: sgd }
            """
        );

        Assert.Equal(["30.0%", "50.0%", "75.0%", "75.0%"], compiled.Plan!.Table.Select(row => row.Sparsity));
        Markup.VerifyStages(
            "- prune: { sparsity: 60% }\n- search: { kind: edge-popup, keep: {|PRN3003:50%|}, epochs: 2, optimizer: sgd }"
        );
    }

    [Fact]
    public void How_much_a_supermask_keeps_is_not_known_before()
    {
        CompiledRecipe compiled = Markup.VerifyStages(
            "- search: { kind: supermask, epochs: 2, optimizer: sgd, thaw: true }\n- prune: { sparsity: 10% }\n- train: { epochs: 2, optimizer: sgd }"
        );

        Assert.All(compiled.Plan!.Table, row => Assert.Equal("", row.Sparsity));
    }

    [Theory]
    [InlineData("- fit: ridge")]
    [InlineData("- fit: { kind: ridge, regularization: 0.1, data: { batches: 10 } }")]
    [InlineData("- fit: { kind: manifold, epochs: 10, iterations: 3, active: 80%, regularization: 0.3 }")]
    [InlineData("- fit: { kind: ridge, {|PRN2011:epochs|}: 10 }")]
    [InlineData("- fit: { kind: ridge, {|PRN2011:active|}: 80% }")]
    [InlineData("- fit: { kind: manifold, active: {|PRN5001:80|} }")]
    [InlineData("- fit: { kind: manifold, regularization: {|PRN5002:0|} }")]
    [InlineData("- fit: {|PRN1008:rigde|}")]
    [InlineData("- TRAIN\n- {|PRN3025:fit|}: ridge")]
    [InlineData("- TRAIN\n- prune: { remove: 20% }\n- fit: ridge")]
    [InlineData("- TRAIN\n- evaluate: [accuracy]\n- fit: ridge")]
    [InlineData("- fit: manifold\n- TRAIN")]
    public void A_fit_replaces_the_weights(string stages) => Markup.VerifyStages(stages.Replace("TRAIN", Train));

    [Fact]
    public void A_fit_is_of_linear_layers()
    {
        Markup.VerifyStages("- fit: {|PRN4020:manifold|}", s_withConvolution);
        Markup.VerifyStages("- fit: manifold", s_withNorm);
        Markup.VerifyStages(
            "- fit: {|PRN4023:manifold|}",
            Recipes.Model(Recipes.Linear("fc", 4, 784), Recipes.Linear("head", 10, 4))
        );
        Markup.VerifyStages("- fit: ridge", Recipes.Model(Recipes.Linear("fc", 4, 784), Recipes.Linear("head", 10, 4)));
    }

    [Theory]
    [InlineData("members: 10, collect: 1 epochs")]
    [InlineData("members: 10, collect: 500 steps, scale: 0, optimizer: { sgd: { learning-rate: 0.01 } }")]
    [InlineData("members: {|PRN5002:0|}, collect: 1 epochs")]
    [InlineData("members: 10, collect: {|PRN1007:50%|}")]
    [InlineData("members: 10, collect: {|PRN5002:0 epochs|}")]
    [InlineData("members: 10, collect: {|PRN1007:1|}")]
    [InlineData("members: 10, collect: 1 epochs, scale: {|PRN5005:-1|}")]
    [InlineData("members: 10, collect: 1 epochs, {|PRN4022:data|}: { batches: 4 }")]
    public void An_ensemble_goes_on_with_the_training(string keys) =>
        Markup.VerifyStages($"- {Train}\n- ensemble: {{ {keys} }}\n- evaluate: [accuracy]");

    [Theory]
    [InlineData("- {|PRN3026:ensemble|}: { members: 2, collect: 1 epochs }")]
    [InlineData("- ensemble: { members: 2, collect: 1 epochs, optimizer: sgd }")]
    [InlineData("- fit: ridge\n- ensemble: { members: 2, collect: 1 epochs }")]
    [InlineData("- repeat: 2\n  stages: [{ TRAIN }]\n- ensemble: { members: 2, collect: 1 epochs }")]
    [InlineData("- repeat: $n\n  stages: [{ TRAIN }]\n- {|PRN3026:ensemble|}: { members: 2, collect: 1 epochs }")]
    [InlineData(
        "- TRAIN\n- ensemble: { members: 2, collect: 1 epochs }\n- {|PRN3025:train|}: { epochs: 1, optimizer: sgd }"
    )]
    public void An_ensemble_needs_a_training_and_a_use(string stages) =>
        Markup.VerifyStages(
            stages.Replace("TRAIN", Train),
            head: stages.Contains("$n") ? "parameters: { n: { type: count, default: 1, range: 0 .. 3 } }\n" : ""
        );

    [Theory]
    [InlineData("- FILTERS\n- shrink\n- TRAIN")]
    [InlineData("- FILTERS\n- shrink: { }\n- TRAIN")]
    [InlineData("- FILTERS\n- shrink:\n- TRAIN")]
    [InlineData("- FILTERS\n- shrink: {|PRN1007:filters|}\n- TRAIN")]
    [InlineData("- FILTERS\n- shrink: { {|PRN1005:grain|}: filter }\n- TRAIN")]
    [InlineData("- {|PRN3021:shrink|}\n- TRAIN")]
    [InlineData("- prune: { remove: 20% }\n- {|PRN3021:shrink|}\n- TRAIN")]
    [InlineData("- prune: { grain: block 2x2, remove: 20% }\n- {|PRN3021:shrink|}\n- TRAIN")]
    [InlineData("- FILTERS\n- shrink\n- {|PRN3021:shrink|}\n- TRAIN")]
    [InlineData("- repeat: 2\n  stages: [shrink, { REMOVE }, { TRAIN }]")]
    [InlineData("- repeat: 2\n  stages: [{ REMOVE }, shrink, { TRAIN }]")]
    public void A_shrink_takes_out_what_is_pruned(string stages) =>
        Markup.VerifyStages(
            stages.Replace("REMOVE", More).Replace("FILTERS", Filters).Replace("TRAIN", Train),
            s_withNorm
        );

    [Theory]
    [InlineData("- snapshot: early\n- FILTERS\n- shrink\n- rewind: {|PRN3022:early|}\n- TRAIN")]
    [InlineData("- FILTERS\n- shrink\n- snapshot: early\n- TRAIN\n- evaluate: [loss]\n- rewind: early")]
    [InlineData("- snapshot: early\n- TRAIN\n- FILTERS\n- rewind: early\n- shrink\n- TRAIN")]
    [InlineData(
        "- snapshot: early\n- repeat: 2\n  stages: [{ rewind: {|PRN3022:early|} }, { REMOVE }, { TRAIN }, shrink]"
    )]
    [InlineData(
        "- repeat: 2\n  stages: [{ snapshot: early }, { TRAIN }, { REMOVE }, { rewind: early }, { TRAIN }, shrink]"
    )]
    [InlineData(
        "- TRAIN\n- snapshot: { name: early, of: [weights, optimizer] }\n- FILTERS\n- shrink\n- rewind: { to: {|PRN3022:early|}, what: [optimizer] }\n- TRAIN"
    )]
    [InlineData(
        "- snapshot: init\n- FILTERS\n- shrink\n- prune: { score: {|PRN3022:large-init|}, remove: 20% }\n- TRAIN"
    )]
    [InlineData(
        "- snapshot: dense\n- FILTERS\n- shrink\n- recover: { kind: least-squares, snapshot: {|PRN3022:dense|}, data: { batches: 1 } }\n- TRAIN"
    )]
    public void No_snapshot_of_before_fits_what_has_shrunk(string stages) =>
        Markup.VerifyStages(
            stages.Replace("REMOVE", More).Replace("FILTERS", Filters).Replace("TRAIN", Train),
            s_withNorm
        );

    [Fact]
    public void The_outputs_of_the_network_are_not_taken_out() =>
        Markup.VerifyStages($"- {Filters}\n- {{|PRN4021:shrink|}}\n- {Train}");

    [Fact]
    public void After_a_shrink_nothing_is_known_of_the_numbers()
    {
        CompiledRecipe compiled = Markup.VerifyStages(
            $"- {Filters}\n- shrink\n- prune: {{ sparsity: 20% }}\n- prune: {{ grain: 7 of 9 }}\n- {Train}",
            s_withNorm
        );

        Assert.Equal(["50.0%", "", "", "", ""], compiled.Plan!.Table.Select(row => row.Sparsity));
    }

    [Fact]
    public void A_repeat_that_shrinks_leaves_no_number_of_its_first_round() =>
        Assert.All(
            Recipes
                .Compile(
                    Recipes.WithStages(
                        $"- repeat: 3\n  stages: [{{ prune: {{ grain: filter, remove: 20% }} }}, {{ {Train} }}, shrink]"
                    ),
                    s_withNorm
                )
                .Plan!.Table,
            row => Assert.Equal("", row.Sparsity)
        );

    [Theory]
    [InlineData("- {|PRN3023:recover|}: orthogonal\n- FILTERS\n- TRAIN", "PRN3024")]
    [InlineData("- FILTERS\n- recover: orthogonal\n- TRAIN")]
    [InlineData("- repeat: 2\n  stages: [{ recover: orthogonal }, { REMOVE }, { TRAIN }]", "PRN3024")]
    [InlineData("- repeat: 2\n  stages: [{ REMOVE }, { recover: orthogonal }, { TRAIN }]")]
    [InlineData("- prune: { remove: 20% }\n- recover: {|PRN3028:orthogonal|}\n- TRAIN")]
    [InlineData("- FILTERS\n- shrink\n- recover: orthogonal\n- TRAIN")]
    [InlineData("- prune: { remove: 20% }\n- recover: { kind: batchnorm, data: { batches: 2 } }")]
    public void A_recovery_follows_the_pruning_that_it_repairs(string stages, string? atPrune = null)
    {
        string word = atPrune is null ? "prune" : $"{{|{atPrune}:prune|}}";
        Markup.VerifyStages(
            stages
                .Replace("FILTERS", Filters.Replace("prune", word))
                .Replace("REMOVE", More.Replace("prune", word))
                .Replace("TRAIN", Train),
            s_withNorm
        );
    }

    [Fact]
    public void A_model_without_norms_has_none_to_measure() =>
        Markup.VerifyStages(
            "- prune: { remove: 20% }\n- recover: { kind: {|PRN4022:batchnorm|}, data: { batches: 2 } }"
        );

    [Theory]
    [InlineData("- snapshot: a\n- UNIFY\n- {|PRN3027:rewind|}: a\n- TRAIN")]
    [InlineData("- UNIFY\n- snapshot: a\n- TRAIN\n- evaluate: [loss]\n- rewind: a")]
    [InlineData("- snapshot: a\n- UNIFY\n- rewind: { to: a, what: [buffers] }\n- TRAIN")]
    [InlineData("- UNIFY\n- {|PRN3027:reinit|}: shuffle\n- TRAIN")]
    [InlineData("- UNIFY\n- {|PRN3027:fit|}: ridge")]
    [InlineData("- UNIFY\n- reinit: shuffle\n- UNIFY\n- TRAIN")]
    [InlineData(
        "- snapshot: a\n- repeat: 2\n  stages: [{ UNIFY }, { TRAIN }, { evaluate: [loss] }, { {|PRN3027:rewind|}: a }]"
    )]
    [InlineData("- snapshot: a\n- repeat: 2\n  stages: [{ rewind: a }, { TRAIN }, { UNIFY }]")]
    [InlineData("- UNIFY\n- TRAIN")]
    public void What_is_unified_stays_so(string stages) =>
        Markup.VerifyStages(stages.Replace("UNIFY", "unify: { block: 2x2, unified: 60% }").Replace("TRAIN", Train));

    [Fact]
    public void Pruned_blocks_count_for_the_targets_that_follow()
    {
        CompiledRecipe compiled = Markup.VerifyStages(
            """
            - unify: { block: 2x2, unified: 60%, pruned: 20% }
            - prune: { sparsity: 50% }
            - train: { epochs: 2, optimizer: sgd }
            """
        );

        Assert.Equal(["20.0%", "50.0%", "50.0%"], compiled.Plan!.Table.Select(row => row.Sparsity));
        Markup.VerifyStages(
            $"- unify: {{ block: 2x2, unified: 60%, pruned: 20% }}\n- prune: {{ sparsity: {{|PRN3003:10%|}} }}\n- {Train}"
        );
    }

    [Fact]
    public void The_table_of_methods_has_each_stage_and_kind_once() =>
        Assert.Equal(
            MethodTable.All.Length,
            MethodTable.All.Select(method => (method.Stage, method.Word)).Distinct().Count()
        );
}
