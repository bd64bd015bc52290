namespace PruningRecipes.Language.Tests;

public sealed class NotSupportedTests
{
    public static TheoryData<string> Metrics => Unsupported(WordLists.Metrics);

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Metrics_of_later_versions_are_known_with_and_without_options(string word) =>
        Markup.VerifyStages(
            $"- evaluate: [{{|PRN1012:{word}|}}, accuracy]\n- evaluate: [{{ {{|PRN1012:{word}|}}: {{ of: 3 }} }}]"
        );

    [Theory]
    [InlineData("- train: { epochs: 1, optimizer: sgd, during: [{ {|PRN1012:constrain|}: { } }] }")]
    [InlineData("- train: { epochs: 1, optimizer: sgd, during: [{ {|PRN1012:straight-through|}: { } }] }")]
    [InlineData("- train: { epochs: {|PRN1012:$round|}, optimizer: sgd }")]
    [InlineData("- rewind: { to: init, what: [{|PRN1012:schedule|}] }")]
    public void Keys_and_values_of_later_versions_are_known(string stages) => Markup.VerifyStages(stages);

    [Theory]
    [InlineData("span")]
    [InlineData("factor")]
    [InlineData("ramp")]
    [InlineData("interval")]
    public void Parameter_types_of_later_versions_are_known(string type) =>
        Markup.VerifyStages(
            "- prune: { remove: 20% }",
            head: $"parameters: {{ a: {{ type: {{|PRN1012:{type}|}}, default: 1 }} }}\n"
        );

    [Fact]
    public void Every_supported_word_of_an_enum_is_a_word_of_the_tables()
    {
        Assert.Equal(WordLists.Scores.SupportedWords, Words.All<Score>());
        Assert.Equal(WordLists.Grains.Words.Length, Words.All<Grain>().Length);
        Assert.Equal(WordLists.Curves.SupportedWords, Words.All<Curve>());
        Assert.Equal(Words.All<Score>(), ScoreTable.All.Select(score => score.Word));
        Assert.Equal(WordLists.Allocations.SupportedWords, Words.All<Allocation>());
        Assert.Equal(WordLists.Metrics.SupportedWords, Words.All<Metric>());
        Assert.Equal(WordLists.ReinitKinds.SupportedWords, Words.All<ReinitKind>());
        Assert.Equal(Grammar.Recover.Find("kind")!.Words!.SupportedWords, Words.All<RecoverKind>());
        Assert.Equal(Grammar.Search.Find("kind")!.Words!.SupportedWords, Words.All<SearchKind>());
        Assert.Equal(Grammar.Fit.Find("kind")!.Words!.SupportedWords, Words.All<FitKind>());
        Assert.Equal(WordLists.ParameterTypes.SupportedWords, Words.All<ParameterType>());
        Assert.Equal(WordLists.SnapshotContents.Words.Select(word => word.Text), Words.All<SnapshotContents>());
        Assert.Equal(Grammar.Optimizers.SupportedWords, Words.All<Optimizer>());
        Assert.Equal(
            Grammar.Schedules.Words.Where(word => word.Text != "replay").Select(word => word.Text).Order(),
            Words.All<ScheduleKind>().Order()
        );
        Assert.All(Words.All<AmountKind>(), word => Assert.True(Grammar.Prune.Find(word)?.IsSupported));
    }

    private static TheoryData<string> Unsupported(WordList list) =>
        new(list.Words.Where(word => !word.IsSupported).Select(word => word.Text));
}
