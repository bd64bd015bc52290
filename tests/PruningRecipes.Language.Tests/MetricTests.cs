namespace PruningRecipes.Language.Tests;

public sealed class MetricTests
{
    private const string Head = "- snapshot: dense\n- evaluate: ";

    [Fact]
    public void Metrics_have_the_options_of_their_papers_unless_the_recipe_says_others()
    {
        EvaluateInstruction plan = Evaluate(
            "[accuracy, flops, isometry, noise, corruptions, { potential: { parent: dense } }, { distance: { parent: dense } }, latency]"
        );

        Assert.Equal(Words.All<Metric>().Except(["loss", "sparsity"]), Words.OfFlags(plan.Metrics).AsEnumerable());
        Assert.Equal(
            [
                new MetricPlan(Metric.Isometry) { Batches = Operand.Of(10) },
                new MetricPlan(Metric.Noise)
                {
                    Epsilons = Enumerable.Range(0, 15).Select(step => Operand.Of(step / 20m)).ToEquatableArray(),
                    Draws = Operand.Of(100),
                },
                new MetricPlan(Metric.Corruptions)
                {
                    Corruptions = MetricTable.Corruptions.SupportedWords.ToEquatableArray(),
                    Severities = [Operand.Of(3)],
                },
                new MetricPlan(Metric.Potential) { Parent = "dense", Gate = Operand.Of(0.005m) },
                new MetricPlan(Metric.Distance)
                {
                    Parent = "dense",
                    Epsilons = [Operand.Of(0)],
                    Draws = Operand.Of(100),
                },
                new MetricPlan(Metric.Latency) { BatchSize = Operand.Of(1), Runs = Operand.Of(100) },
            ],
            plan.Options
        );
        Assert.Equal(19, plan.Options[2].Corruptions.Count);
    }

    [Fact]
    public void What_the_recipe_says_of_a_metric_is_kept()
    {
        EvaluateInstruction plan = Evaluate(
            "{ name: robustness, metrics: [{ corruptions: { kinds: [jpeg, fog], severity: [5, 1], batches: 2 } }, { noise: { epsilon: [0.5], draws: 3 } }, { potential: { parent: dense, gate: 2% } }, { latency: { batch: 32, runs: 7 } }] }"
        );

        Assert.Equal("robustness", plan.Name);
        Assert.Equal(
            [
                new MetricPlan(Metric.Corruptions)
                {
                    Corruptions = ["jpeg", "fog"],
                    Severities = [Operand.Of(5), Operand.Of(1)],
                    Batches = Operand.Of(2),
                },
                new MetricPlan(Metric.Noise) { Epsilons = [Operand.Of(0.5m)], Draws = Operand.Of(3) },
                new MetricPlan(Metric.Potential) { Parent = "dense", Gate = Operand.Of(0.02m) },
                new MetricPlan(Metric.Latency) { BatchSize = Operand.Of(32), Runs = Operand.Of(7) },
            ],
            plan.Options
        );
    }

    [Theory]
    [InlineData("[accuracy, loss, sparsity]", null)]
    [InlineData("[accuracy, { accuracy: }]", "PRN1004")]
    [InlineData("[flops]", null)]
    [InlineData("[{ flops: { batches: 3 } }]", "PRN1007")]
    [InlineData("[latency]", "PRN1010")]
    [InlineData("[{ distance: dense }]", "PRN1010 PRN1007")]
    [InlineData("[{ distance: { parent: dense }, accuracy: }]", "PRN1007")]
    [InlineData("[[accuracy]]", "PRN1007")]
    public void Each_metric_is_a_word_or_a_word_with_its_options(string metrics, string? expected) =>
        Assert.Equal(
            expected ?? "",
            string.Join(
                ' ',
                Recipes.Parse(Recipes.WithStages("- evaluate: " + metrics)).Findings.Select(finding => finding.Rule.Id)
            )
        );

    [Fact]
    public void A_snapshot_that_a_metric_compares_with_is_used() =>
        Markup.VerifyStages(
            "- snapshot: dense\n- snapshot: {|PRN3002:other|}\n- prune: { remove: 20% }\n- train: { epochs: 1, optimizer: sgd }\n- evaluate: [{ distance: { parent: dense } }]"
        );

    [Fact]
    public void Each_metric_that_compares_says_so_in_the_table() =>
        Assert.All(
            MetricTable.All,
            metric =>
                Assert.Equal(
                    metric.Needs.HasFlag(MetricNeeds.Parent),
                    metric.Options?.Find("parent") is { IsRequired: true }
                )
        );

    private static EvaluateInstruction Evaluate(string evaluate)
    {
        CompiledRecipe compiled = Recipes.Compile(Recipes.WithStages(Head + evaluate));
        return (EvaluateInstruction)compiled.Plan!.Instructions[1];
    }
}
