namespace PruningRecipes.Language.Tests;

/// <summary>Where the advice is silent: each case is close to one that the corpus has.</summary>
public sealed class PracticeRuleTests
{
    private const string Train = "- train: { epochs: 12, optimizer: { sgd: { learning-rate: 0.1 } } }";
    private const string FineTune =
        "- train: { epochs: 12, optimizer: { sgd: { learning-rate: 0.1 } }, schedule: cosine }";

    private static readonly ModelShape s_deep = CorpusModels.Find("deep-conv-net");

    [Theory]
    [InlineData("- prune: { sparsity: 80% }\n- train: { epochs: 12, optimizer: { sgd: { learning-rate: 0.01 } } }")]
    [InlineData("- prune: { sparsity: 80% }\n- train: { epochs: 12, optimizer: adam }")]
    [InlineData("- prune: { score: random, sparsity: 80% }\nTRAIN")]
    [InlineData("TRAIN\n- prune: { allocation: global, sparsity: 80% }\nTUNE")]
    [InlineData(
        "- train: { epochs: 20, optimizer: { sgd: { learning-rate: 0.1 } } }\n- prune: { sparsity: 80% }\nTUNE"
    )]
    [InlineData("- fit: ridge\n- prune: { sparsity: 80% }\nTRAIN")]
    public void A_network_that_may_be_trained_is_scored_by_magnitude(string stages) => VerifySilent(stages);

    [Theory]
    [InlineData("- prune: { score: synflow, allocation: global, compression: 100x, rounds: 100 }\nTRAIN")]
    [InlineData("- repeat: 100\n  stages: [{ prune: { score: synflow, allocation: global, remove: 4% } }]\nTRAIN")]
    public void Synaptic_flow_is_measured_again(string stages) => VerifySilent(stages);

    [Theory]
    [InlineData("batches: 5", "batch: 10, ")]
    [InlineData("batches: 1", "")]
    [InlineData("batches: 1, per-class: 5", "batch: 1, ")]
    public void A_score_sees_enough_or_an_unknown_number_of_examples(string data, string batch) =>
        VerifySilent(
            $"- prune: {{ score: snip, data: {{ {data} }}, sparsity: 80% }}\n- train: {{ epochs: 12, {batch}optimizer: sgd }}"
        );

    [Theory]
    [InlineData("TRAIN\n- prune: { sparsity: 94% }\nTUNE", "")]
    [InlineData("TRAIN\n- prune: { sparsity: 98% }\nTUNE", "layers: { rules: [{ match: head, scale: 0.5 }] }\n")]
    [InlineData("TRAIN\n- prune: { sparsity: 98% }\nTUNE", "layers: { except: [head] }\n")]
    public void One_shot_is_moderate_or_spares_the_small_layer(string stages, string head) =>
        VerifySilent(stages, head: head);

    [Fact]
    public void Layers_of_one_size_are_pruned_alike() =>
        VerifySilent(
            "TRAIN\n- prune: { sparsity: 98% }\nTUNE",
            Recipes.Model(Recipes.Linear("a", 50, 50), Recipes.Linear("b", 50, 50), Recipes.Linear("c", 50, 50))
        );

    [Fact]
    public void A_ranking_may_spare_the_last_layer() =>
        VerifySilent("- repeat: 20\n  stages: [TRAIN, { prune: { allocation: global, remove: 20% } }]\nTRAIN");

    [Theory]
    [InlineData("TRAIN\n- repeat: 3\n  stages: [{ prune: { remove: 50% } }, TUNE]")]
    [InlineData("TRAIN\n- repeat: 3\n  stages: [{ prune: { score: random, remove: 20% } }]\nTUNE")]
    public void Rounds_are_small_or_of_a_score_that_changes(string stages) => VerifySilent(stages);

    [Theory]
    [InlineData("prune: { sparsity: 0% -> 90%, every: 1 epochs, until: 85% }", "schedule: cosine, ")]
    [InlineData("prune: { sparsity: 0% -> 90%, every: 1 epochs, until: 95% }", "")]
    [InlineData("prune: { sparsity: 0% -> 90%, every: 100 steps, until: 2000 steps }", "")]
    [InlineData("prune: { sparsity: 0% -> 90%, every: 6 epochs, until: 18 epochs }", "")]
    public void A_ramp_leaves_time_to_recover(string action, string schedule) =>
        VerifySilent($"- train: {{ epochs: 20, {schedule}optimizer: sgd, during: [{{ {action} }}] }}");

    [Fact]
    public void A_ramp_may_go_to_the_end_if_more_training_follows() =>
        VerifySilent(
            "- train: { epochs: 20, optimizer: sgd, during: [{ prune: { sparsity: 0% -> 90%, every: 1 epochs } }] }\nTRAIN"
        );

    [Theory]
    [InlineData("grow: random, fraction: 30%, every: 10 steps")]
    [InlineData("grow: gradient, fraction: 30%, every: 50 steps, until: 75%")]
    [InlineData("grow: gradient, fraction: 30%, every: 1 epochs, until: 15 epochs")]
    public void Growth_at_random_or_in_time_is_fine(string rewire) =>
        VerifySilent(
            "- prune: { score: random, sparsity: 80% }\n"
                + $"- train: {{ epochs: 20, optimizer: sgd, during: [{{ rewire: {{ {rewire} }} }}] }}"
        );

    [Theory]
    [InlineData("- snapshot: init\nTRAIN\n- prune: { allocation: global, remove: 20% }\n- rewind: init\nTRAIN", false)]
    [InlineData(
        "- snapshot: init\n- train: { epochs: 20, optimizer: sgd, schedule: { warmup: 1 epochs } }\n- prune: { allocation: global, remove: 20% }\n- rewind: init\nTRAIN",
        true
    )]
    [InlineData(
        "TRAIN\n- snapshot: early\nTRAIN\n- prune: { allocation: global, remove: 20% }\n- rewind: early\nTRAIN",
        true
    )]
    public void A_network_is_shallow_warms_up_or_is_rewound_to_a_later_point(string stages, bool isDeep) =>
        VerifySilent(stages, isDeep ? s_deep : null);

    [Theory]
    [InlineData("{ adam: { learning-rate: 0.001 } }", "")]
    [InlineData("{ sgd: { learning-rate: 0.011 } }", "")]
    [InlineData("{ sgd: { learning-rate: 0.01 } }", ", schedule: { warmup: 1 epochs, then: linear }")]
    public void Fine_tuning_is_not_small_or_has_a_schedule(string optimizer, string schedule) =>
        VerifySilent(
            $"TRAIN\n- prune: {{ sparsity: 80% }}\n- train: {{ epochs: 12, optimizer: {optimizer}{schedule} }}"
        );

    [Theory]
    [InlineData("grain: column, score: l2-norm", "")]
    [InlineData("grain: row, score: l2-norm", "layers: { except: [head] }\n")]
    [InlineData("grain: row, score: l2-norm", "layers: { rules: [{ match: head, scale: 0 }] }\n")]
    public void Outputs_are_kept(string keys, string head) =>
        VerifySilent($"TRAIN\n- prune: {{ {keys}, sparsity: 30% }}\nTUNE", head: head);

    private static void VerifySilent(string stages, ModelShape? model = null, string head = "")
    {
        string text = Recipes.WithStages(
            stages
                .Replace("[TRAIN", "[{ " + Train[2..] + " }", StringComparison.Ordinal)
                .Replace(" TUNE", " { " + FineTune[2..] + " }", StringComparison.Ordinal)
                .Replace("TRAIN", Train, StringComparison.Ordinal)
                .Replace("TUNE", FineTune, StringComparison.Ordinal),
            head
        );

        Assert.Equal(
            [],
            Recipes
                .Compile(text, model)
                .Findings.Where(finding => finding.Rule != Rules.NotRunYet)
                .Select(finding => $"{finding.Rule.Id} {finding.Message}")
        );
    }
}
