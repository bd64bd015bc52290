namespace PruningRecipes.Language.Tests;

/// <summary>Scores of a project's own, beside those of the language.</summary>
public sealed class CustomScoreTests
{
    private static readonly CustomScore s_mine = new("mine", "My.Scores.Mine", false, []);
    private static readonly CustomScore s_sharp = new(
        "sharpness",
        "My.Scores.Sharpness",
        true,
        [Words.Of(Grain.Weight), Words.Of(Grain.NOfM)]
    );

    [Fact]
    public void The_plan_names_the_method()
    {
        PruningPlan plan = Pruning("score: mine, sparsity: 90%");
        Assert.Equal((null, s_mine, null), (plan.Score, plan.Custom, plan.Data));
    }

    [Fact]
    public void A_score_that_sees_the_gradient_has_data()
    {
        PruningPlan plan = Pruning("score: sharpness, data: { batches: 4 }, sparsity: 90%");
        Assert.Equal((s_sharp, new DataPlan(Operand.Of(4))), (plan.Custom, plan.Data));
    }

    [Theory]
    [InlineData("score: mine, sparsity: 90%, data: { batches: 1 }", "PRN2011")]
    [InlineData("score: mine, sparsity: 90%, snapshot: init", "PRN2011")]
    [InlineData("score: sharpness, sparsity: 90%", "PRN1006")]
    [InlineData("score: sharpness, data: { batches: 1 }, grain: 2 of 4", null)]
    [InlineData("score: sharpness, data: { batches: 1 }, grain: row, sparsity: 90%", "PRN4003")]
    [InlineData("score: mine, grain: row, sparsity: 90%", null)]
    public void It_is_checked_as_any_other(string prune, string? id) =>
        Assert.Equal(
            id is null ? [] : [id],
            Compile($"- prune: {{ {prune} }}").Findings.Select(finding => finding.Rule.Id).Where(IsOfTheScore)
        );

    [Fact]
    public void A_ramp_takes_it_and_a_mask_that_is_trained_through_does_not()
    {
        Assert.DoesNotContain(During("prune"), IsOfTheScore);
        Assert.Contains("PRN1008", During("straight-through"));

        static IEnumerable<string> During(string action) =>
            Compile(
                $"- train: {{ epochs: 9, optimizer: sgd, during: [{{ {action}: {{ score: mine, sparsity: 0% -> 90%, every: 1 epoch }} }}] }}"
            )
                .Findings.Select(finding => finding.Rule.Id);
    }

    [Theory]
    [InlineData("sharpnes", true, "'sharpnes' is not a score; did you mean 'sharpness'?")]
    [InlineData(
        "magnitud",
        false,
        "did you mean 'magnitude'? (a [CustomScore] is known together with its project only)"
    )]
    [InlineData("xyzzy", false, " (a [CustomScore] is known together with its project only)")]
    public void What_is_none_is_answered_with_the_nearest_or_with_where_to_look(
        string name,
        bool hasProject,
        string message
    )
    {
        string text = Recipes.WithStages($"- prune: {{ score: {name}, sparsity: 90% }}");
        Finding finding = Assert.Single(
            hasProject ? Parse(text).Findings : Recipes.Parse(text).Findings,
            finding => finding.Rule == Rules.UnknownWord
        );
        Assert.EndsWith(message, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recipes_are_equal_if_their_scores_are()
    {
        const string Text = "recipe: a\nstages: [{ prune: { score: mine, sparsity: 90% } }]";
        Assert.Equal(Parse(Text), Parse(Text));
        Assert.NotEqual(
            Parse(Text),
            RecipeCompiler.Parse(Text, new KnownScores([s_mine with { Method = "Other" }]), CancellationToken.None)
        );
    }

    private static bool IsOfTheScore(string id) => id is "PRN1006" or "PRN1008" or "PRN1010" or "PRN2011" or "PRN4003";

    private static PruningPlan Pruning(string prune) =>
        Compile($"- prune: {{ {prune} }}").Plan!.Instructions.OfType<PruneInstruction>().Single().Pruning;

    private static CompiledRecipe Compile(string stages) =>
        RecipeCompiler.Compile(Parse(Recipes.WithStages(stages)), Recipes.LeNet300, CancellationToken.None);

    private static ParsedRecipe Parse(string text) =>
        RecipeCompiler.Parse(text, new KnownScores([s_mine, s_sharp]), CancellationToken.None);
}
