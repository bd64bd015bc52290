using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace PruningRecipes.Language.Tests;

public sealed class DocumentationTests
{
    private static readonly string s_page = File.ReadAllText(PathOfPage());

    [Fact]
    public void The_recipe_at_the_top_of_the_reference_compiles_without_findings()
    {
        string recipe = Regex.Match(s_page, "```yaml\n(recipe: .*?)```", RegexOptions.Singleline).Groups[1].Value;

        Assert.Empty(Recipes.Compile(recipe).Findings);
    }

    [Fact]
    public void The_stages_of_the_reference_are_written_without_errors()
    {
        MatchCollection examples = Regex.Matches(s_page, "```yaml\n(- .*?)```", RegexOptions.Singleline);

        Assert.Equal(23, examples.Count);
        Assert.All(
            examples,
            example => Assert.False(Recipes.Parse(Recipes.WithStages(example.Groups[1].Value)).HasErrors)
        );
    }

    [Theory]
    [InlineData("recover")]
    [InlineData("unify")]
    [InlineData("search")]
    [InlineData("fit")]
    [InlineData("ensemble")]
    public void The_reference_has_an_example_and_a_line_for_each_key_of_a_stage(string stage)
    {
        string section = Regex.Match(s_page, $"\n### {stage}\n(.*?)\n### ", RegexOptions.Singleline).Groups[1].Value;
        string example = Regex.Match(section, "```yaml\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

        Assert.All(
            Grammar.Stages.Find(stage)!.Mapping!.Keys,
            key =>
            {
                Assert.Matches($@"\b{key.Name}: ", example);
                Assert.Matches($@"\n- [^:]*`{key.Name}`", section);
            }
        );
    }

    [Fact]
    public void The_sections_of_the_reference_are_written_without_errors()
    {
        MatchCollection examples = Regex.Matches(
            s_page,
            "```yaml\n((?:parameters|layers|data):.*?)```",
            RegexOptions.Singleline
        );

        Assert.Equal(Regex.Count(s_page, "```yaml\n(?!recipe|-)"), examples.Count);
        Assert.All(
            examples,
            example =>
                Assert.False(
                    Recipes.Parse($"recipe: test\n{example.Groups[1].Value}stages:\n  - evaluate: [loss]\n").HasErrors
                )
        );
    }

    [Fact]
    public void The_reference_has_every_key_and_word()
    {
        IEnumerable<string> words = new[]
        {
            WordLists.Scores,
            WordLists.Grains,
            WordLists.Allocations,
            WordLists.Metrics,
            MetricTable.Corruptions,
            WordLists.ReinitKinds,
            WordLists.RewindContents,
            WordLists.ParameterTypes,
            Grammar.Optimizers,
            Grammar.Schedules,
            Grammar.Stages,
            WordLists.Curves,
            Actions.All,
            Actions.Grows,
            Actions.Decays,
            Actions.Penalties,
            Actions.Constraints,
            Actions.MaskScores,
            MethodTable.KindsOf("recover"),
            MethodTable.KindsOf("search"),
            MethodTable.KindsOf("fit"),
        }.SelectMany(list => list.Words.Select(word => word.Text));
        IEnumerable<string> keys = new[]
        {
            Grammar.Recipe,
            Grammar.Layers,
            Grammar.Train,
            Grammar.Prune,
            Grammar.Protect,
            Grammar.Recover,
            Grammar.Unify,
            Grammar.Search,
            Grammar.Fit,
            Grammar.Ensemble,
            Actions.Prune,
            Actions.Rewire,
            Actions.Regularize,
            Actions.Snapshot,
            Actions.Constrain,
            Actions.Projection,
            Actions.StraightThrough,
            Grammar.Unify,
            MetricTable.Noise,
            MetricTable.CorruptionOptions,
            MetricTable.Potential,
            MetricTable.Distance,
            MetricTable.Latency,
        }.SelectMany(mapping => mapping.Keys.Select(key => key.Name));

        Assert.All(words.Concat(keys), word => Assert.Matches($@"[`\s{{]{Regex.Escape(word)}[`:\s]", s_page));
    }

    [Fact]
    public void The_reference_has_the_table_of_scores()
    {
        IEnumerable<string> rows = ScoreTable.All.Select(score =>
            $"| `{score.Word}` | {Needs(score.Needs)} | {Grains(score)} | {score.Documentation} | {score.Paper} |\n"
        );
        const string Header = "| score | needs | defined on | | |\n|---|---|---|---|---|\n";

        Assert.Contains(Header + string.Concat(rows), s_page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reference_has_the_table_of_metrics()
    {
        IEnumerable<string> rows = MetricTable.All.Select(metric =>
            $"| `{metric.Word}` | {Needs(metric.Needs)} | {metric.Documentation} | {metric.Paper} |\n"
        );
        const string Header = "| metric | needs | | |\n|---|---|---|---|\n";

        Assert.Contains(Header + string.Concat(rows), s_page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reference_has_the_table_of_methods()
    {
        IEnumerable<string> rows = MethodTable.All.Select(method =>
            $"| `{method.Stage}{(method.Word is null ? "" : ": " + method.Word)}` | {Needs(method.Needs)} "
            + $"| {Display.Join(method.Keys.Select(key => $"`{key}`"))} | {method.Documentation} | {method.Paper} |\n"
        );
        const string Header = "| stage | needs | keys | | |\n|---|---|---|---|---|\n";

        Assert.Contains(Header + string.Concat(rows), s_page, StringComparison.Ordinal);
    }

    private static string Needs<T>(T needs)
        where T : struct, Enum => Display.Join(Words.OfFlags(needs).Select(need => need.Replace('-', ' ')));

    private static string Grains(ScoreInfo score) =>
        score.Grains.Length == WordLists.Grains.Words.Length
            ? "every grain"
            : Display.Join(score.Grains.Select(grain => $"`{WordLists.Grains.Words[(int)grain].Text}`"));

    private static string PathOfPage([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "language.md");
}
