namespace PruningRecipes.Language.Tests;

public sealed class NotSupportedTests
{
    public static TheoryData<string> Stages => Unsupported(Grammar.Stages);

    public static TheoryData<string> Scores => Unsupported(WordLists.Scores);

    public static TheoryData<string> Allocations => Unsupported(WordLists.Allocations);

    public static TheoryData<string> Metrics => Unsupported(WordLists.Metrics);

    [Theory]
    [MemberData(nameof(Stages))]
    public void Stages_of_later_versions_are_known(string word) =>
        Markup.VerifyStages($"- {{|PRN1010:{word}|}}: {{ }}");

    [Theory]
    [MemberData(nameof(Scores))]
    public void Scores_of_later_versions_are_known(string word) =>
        Markup.VerifyStages($"- prune: {{ score: {{|PRN1010:{word}|}}, remove: 20% }}");

    [Theory]
    [InlineData("2 of 4")]
    [InlineData("block 4x4")]
    [InlineData("kernel")]
    [InlineData("filter")]
    [InlineData("channel")]
    [InlineData("row")]
    [InlineData("column")]
    [InlineData("head")]
    public void Grains_of_later_versions_are_known(string word) =>
        Markup.VerifyStages($"- prune: {{ grain: {{|PRN1010:{word}|}}, remove: 20% }}");

    [Theory]
    [MemberData(nameof(Allocations))]
    public void Allocations_of_later_versions_are_known(string word) =>
        Markup.VerifyStages($"- prune: {{ allocation: {{|PRN1010:{word}|}}, remove: 20% }}");

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Metrics_of_later_versions_are_known_with_and_without_options(string word) =>
        Markup.VerifyStages(
            $"- evaluate: [{{|PRN1010:{word}|}}, accuracy]\n- evaluate: [{{ {{|PRN1010:{word}|}}: {{ of: 3 }} }}]"
        );

    [Theory]
    [InlineData("- prune: { {|PRN1010:flops|}: 50% }")]
    [InlineData("- prune: { remove: 20%, {|PRN1010:data|}: { batches: 1 } }")]
    [InlineData("- prune: { remove: 20%, {|PRN1010:rounds|}: 100 }")]
    [InlineData("- prune: { remove: 20%, {|PRN1010:curve|}: cubic }")]
    [InlineData("- prune: { remove: 20%, {|PRN1010:recover|}: true }")]
    [InlineData("- prune: { remove: 20%, {|PRN1010:protect|}: none }")]
    [InlineData("- prune: { sparsity: {|PRN1010:0% -> 90%|} }")]
    [InlineData("- train: { epochs: 1, optimizer: sgd, {|PRN1010:during|}: [] }")]
    [InlineData("- train: { epochs: 1, optimizer: sgd, schedule: {|PRN1010:replay|} }")]
    [InlineData("- train: { epochs: 1, optimizer: sgd, schedule: { {|PRN1010:replay|}: 5 epochs } }")]
    [InlineData("- train: { epochs: {|PRN1010:$round|}, optimizer: sgd }")]
    [InlineData("- snapshot: { name: init, of: [weights, {|PRN1010:optimizer|}] }")]
    [InlineData("- rewind: { to: init, what: [{|PRN1010:optimizer|}, {|PRN1010:schedule|}] }")]
    public void Keys_and_values_of_later_versions_are_known(string stages) => Markup.VerifyStages(stages);

    [Theory]
    [InlineData("{|PRN1010:data|}: { calibration: 128 }\n")]
    [InlineData("layers: { rules: [{ match: head, {|PRN1010:grain|}: row }] }\n")]
    public void Sections_of_later_versions_are_known(string head) =>
        Markup.VerifyStages("- prune: { remove: 20% }", head: head);

    [Theory]
    [InlineData("span")]
    [InlineData("factor")]
    [InlineData("ramp")]
    [InlineData("interval")]
    public void Parameter_types_of_later_versions_are_known(string type) =>
        Markup.VerifyStages(
            "- prune: { remove: 20% }",
            head: $"parameters: {{ a: {{ type: {{|PRN1010:{type}|}}, default: 1 }} }}\n"
        );

    [Fact]
    public void Every_supported_word_of_an_enum_is_a_word_of_the_tables()
    {
        Assert.Equal(WordLists.Scores.SupportedWords, Words.All<Score>());
        Assert.Equal(WordLists.Grains.SupportedWords, Words.All<Grain>());
        Assert.Equal(WordLists.Allocations.SupportedWords, Words.All<Allocation>());
        Assert.Equal(WordLists.Metrics.SupportedWords, Words.All<Metric>());
        Assert.Equal(WordLists.ReinitKinds.SupportedWords, Words.All<ReinitKind>());
        Assert.Equal(WordLists.ParameterTypes.SupportedWords, Words.All<ParameterType>());
        Assert.Equal(WordLists.SnapshotContents.Words.Select(word => word.Text), Words.All<SnapshotContents>());
        Assert.Equal(Grammar.Optimizers.SupportedWords, Words.All<Optimizer>());
        Assert.Equal(Grammar.Schedules.SupportedWords.Order(), Words.All<ScheduleKind>().Order());
        Assert.All(Words.All<AmountKind>(), word => Assert.True(Grammar.Prune.Find(word)?.IsSupported));
    }

    private static TheoryData<string> Unsupported(WordList list) =>
        new(list.Words.Where(word => !word.IsSupported).Select(word => word.Text));
}
