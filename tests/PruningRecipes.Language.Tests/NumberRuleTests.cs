namespace PruningRecipes.Language.Tests;

public sealed class NumberRuleTests
{
    private const string Train = "\n- train: { epochs: 1, optimizer: sgd }";

    [Theory]
    [InlineData("sparsity: 90%")]
    [InlineData("sparsity: 0.9")]
    [InlineData("keep: 100%", "PRN5003")]
    [InlineData("sparsity: {|PRN5001:90|}")]
    [InlineData("sparsity: {|PRN5001:1|}")]
    [InlineData("sparsity: {|PRN5001:100%|}")]
    [InlineData("sparsity: {|PRN5001:-10%|}")]
    [InlineData("keep: {|PRN5001:0|}")]
    [InlineData("keep: {|PRN5001:2|}")]
    [InlineData("compression: 10x")]
    [InlineData("compression: 10")]
    [InlineData("compression: {|PRN5002:1x|}")]
    [InlineData("compression: {|PRN5002:0.5x|}")]
    [InlineData("count: 10")]
    [InlineData("count: {|PRN5002:0|}")]
    [InlineData("count: {|PRN5002:-3|}")]
    [InlineData("count: {|PRN1007:1e400|}")]
    public void Amounts_are_in_range(string amount, string? warning = null)
    {
        if (warning is null)
        {
            Markup.VerifyStages($"- prune: {{ {amount} }}{Train}");
            return;
        }

        CompiledRecipe compiled = Recipes.Compile(Recipes.WithStages($"- prune: {{ {amount} }}{Train}"));
        Assert.Equal(warning, Assert.Single(compiled.Findings).Rule.Id);
    }

    [Theory]
    [InlineData("90", "90%")]
    [InlineData("99.5", "99.5%")]
    [InlineData("1", null)]
    [InlineData("100", null)]
    [InlineData("-20%", null)]
    public void A_percentage_without_its_sign_is_given_one(string written, string? expected)
    {
        string text = Recipes.WithStages($"- prune: {{ sparsity: {written} }}{Train}");

        Assert.Equal(expected, Assert.Single(Recipes.Compile(text).Findings).Fix?.NewText);
        if (expected is not null)
        {
            Assert.NotNull(Recipes.Compile(Markup.ApplyFix(text)).Plan);
        }
    }

    [Theory]
    [InlineData("epochs: {|PRN5002:0|}, optimizer: sgd")]
    [InlineData("steps: {|PRN5002:-5|}, optimizer: sgd")]
    [InlineData("epochs: {|PRN5002:3000000000|}, optimizer: sgd")]
    [InlineData("epochs: 1, optimizer: sgd, batch: {|PRN5002:0|}")]
    [InlineData("epochs: 1, optimizer: { sgd: { learning-rate: {|PRN5002:0|} } }")]
    [InlineData("epochs: 1, optimizer: { sgd: { learning-rate: {|PRN5002:-0.1|} } }")]
    [InlineData("epochs: 1, optimizer: { sgd: { learning-rate: {|PRN1007:10%|} } }")]
    [InlineData("epochs: 1, optimizer: { sgd: { learning-rate: {|PRN5006:11|} } }")]
    [InlineData("epochs: 1, optimizer: { sgd: { learning-rate: 10 } }")]
    [InlineData("epochs: 1, optimizer: { adam: { learning-rate: {|PRN5006:1.1|} } }")]
    [InlineData("epochs: 1, optimizer: { adamw: { learning-rate: 1 } }")]
    [InlineData("epochs: 1, optimizer: { sgd: { momentum: {|PRN5002:1|} } }")]
    [InlineData("epochs: 1, optimizer: { sgd: { momentum: 0.9, nesterov: true } }")]
    [InlineData("epochs: 1, optimizer: { sgd: { {|PRN5002:nesterov|}: true } }")]
    [InlineData("epochs: 1, optimizer: { sgd: { weight-decay: {|PRN5002:-1|} } }")]
    [InlineData("epochs: 1, optimizer: { adam: { betas: [0.9, {|PRN5002:1|}] } }")]
    [InlineData("epochs: 1, optimizer: { adam: { epsilon: {|PRN5002:0|} } }")]
    [InlineData("epochs: 1, optimizer: sgd, schedule: { step: { at: [50%], by: {|PRN5002:0|} } }")]
    [InlineData("epochs: 1, optimizer: sgd, schedule: { warmup: {|PRN5002:120%|} }")]
    [InlineData("epochs: 1, optimizer: sgd, schedule: { warmup: {|PRN5002:1.5 steps|} }")]
    [InlineData("epochs: 2, optimizer: sgd, schedule: { warmup: 1.5 epochs }")]
    public void Numbers_of_training_are_in_range(string keys) => Markup.VerifyStages($"- train: {{ {keys} }}");

    [Theory]
    [InlineData("{|PRN5002:0|}")]
    [InlineData("{|PRN5002:-1|}")]
    [InlineData("1")]
    public void A_repeat_runs_at_least_once(string count) =>
        Markup.VerifyStages($"- repeat: {count}\n  stages: [{{ train: {{ epochs: 1, optimizer: sgd }} }}]");

    [Theory]
    [InlineData("seed: {|PRN5002:-1|}\n")]
    [InlineData("seed: {|PRN1007:abc|}\n")]
    [InlineData("seed: 18446744073709551615\n")]
    [InlineData("seed: {|PRN5002:18446744073709551616|}\n")]
    public void The_seed_is_a_whole_number_of_64_bits(string head) =>
        Markup.VerifyStages("- prune: { remove: 20% }" + Train, head: head);

    [Theory]
    [InlineData("remove: {|PRN5003:1%|}", 50)]
    [InlineData("remove: 1.01%", 50)]
    [InlineData("remove: {|PRN5003:0%|}", 50)]
    [InlineData("sparsity: {|PRN5003:1%|}", 50)]
    [InlineData("remove: {|PRN5003:20%|}", 1)]
    [InlineData("remove: 98%", 50)]
    [InlineData("remove: {|PRN5004:99.5%|}", 50)]
    [InlineData("keep: {|PRN5004:0.5%|}", 50)]
    [InlineData("compression: {|PRN5004:200x|}", 50)]
    [InlineData("count: 49", 50)]
    [InlineData("count: {|PRN5004:50|}", 50)]
    [InlineData("count: {|PRN5004:5000|}", 50)]
    [InlineData("allocation: global, count: 49", 50)]
    [InlineData("allocation: global, count: {|PRN5004:50|}", 50)]
    public void Amounts_prune_something_and_leave_something(string amount, int units) =>
        Markup.VerifyStages($"- prune: {{ {amount} }}{Train}", Recipes.Model(Recipes.Linear("fc", units, 1)));

    [Fact]
    public void A_global_amount_leaves_a_weight_of_each_layer()
    {
        ModelShape model = Recipes.Model(Recipes.Linear("a", 10, 1), Recipes.Linear("b", 10, 1));

        Markup.VerifyStages("- prune: { allocation: global, count: 18 }" + Train, model);
        Markup.VerifyStages("- prune: { allocation: global, count: {|PRN5004:19|} }" + Train, model);
    }

    [Fact]
    public void What_is_empty_after_rounds_is_found() =>
        Markup.Verify(
            """
            recipe: test
            stages:
              - repeat: 12
                stages:
                  - prune: { count: {|PRN5004:10|} }
                  - train: { epochs: 1, optimizer: sgd }
            """,
            Recipes.Model(Recipes.Linear("fc", 100, 1))
        );

    [Fact]
    public void What_a_declared_range_allows_is_proved()
    {
        const string Recipe = """
            recipe: test
            parameters:
              rounds: { type: count, default: 2, range: 1 .. RANGE }
            stages:
              - repeat: $rounds
                stages:
                  - prune: { count: AMOUNT }
                  - train: { epochs: 1, optimizer: sgd }
            """;
        ModelShape model = Recipes.Model(Recipes.Linear("fc", 100, 1));

        Markup.Verify(Recipe.Replace("RANGE", "9").Replace("AMOUNT", "10"), model);
        CompiledRecipe compiled = Markup.Verify(
            Recipe.Replace("RANGE", "10").Replace("AMOUNT", "{|PRN5004:10|}"),
            model
        );
        Assert.Contains("for some values of $rounds in its range", Assert.Single(compiled.Findings).Message);
    }

    [Fact]
    public void Of_an_unknown_shape_nothing_is_guessed() =>
        Markup.VerifyStages(
            "- prune: { remove: 99.99% }\n- prune: { count: 5000 }\n- prune: { sparsity: 0.001% }" + Train,
            Recipes.Model(Recipes.Unknown("fc"))
        );

    [Fact]
    public void Of_a_shape_beyond_all_machines_nothing_is_computed() =>
        Markup.VerifyStages(
            "- prune: { remove: 20% }" + Train,
            Recipes.Model(Recipes.Linear("a", long.MaxValue, long.MaxValue), Recipes.Linear("b", 0, -5))
        );
}
