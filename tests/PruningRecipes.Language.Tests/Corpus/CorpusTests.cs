using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace PruningRecipes.Language.Tests;

/// <summary>
/// Recipes with one mistake each, most of them taken by some tool without a word. Each names what has to be found, and
/// where, in its first lines: <c># expect: PRN5001 @ 7:34</c>, line and column from 1; and its <c># model:</c>.
/// </summary>
public sealed partial class CorpusTests
{
    private static readonly string s_folder = Folder();

    public static TheoryData<string> Names => [.. All()];

    public static IEnumerable<string> All() =>
        Directory
            .GetFiles(s_folder, "*.recipe.yaml")
            .Select(path => Path.GetFileName(path)[..^".recipe.yaml".Length])
            .Order(StringComparer.Ordinal);

    public static string Read(string name) =>
        File.ReadAllText(Path.Combine(s_folder, name + ".recipe.yaml")).ReplaceLineEndings("\n");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_recipe_has_exactly_the_expected_findings(string name)
    {
        string text = Read(name);
        string[] expected = [.. Expectation().Matches(text).Select(match => match.Groups[1].Value)];
        ModelShape model = CorpusModels.Find(CorpusModels.NameIn(text)!);

        CompiledRecipe compiled = Recipes.Compile(text, model);

        Assert.NotEmpty(expected);
        Func<string, bool> isLookedFor = Markup.LookedFor([.. expected.Select(one => one[..one.IndexOf(' ')])]);
        Assert.Equal(
            expected.Where(one => isLookedFor(one[..one.IndexOf(' ')])),
            compiled.Findings.Where(finding => isLookedFor(finding.Rule.Id)).Select(finding => Show(finding, text))
        );
        WellFormed.Verify(text, compiled);
    }

    [Fact]
    public void The_corpus_has_every_rule_that_a_small_recipe_can_break()
    {
        string all = string.Concat(Directory.GetFiles(s_folder, "*.recipe.yaml").Select(File.ReadAllText));
        IEnumerable<string> rules = Rules
            .All.Select(rule => rule.Id)
            .Where(id => !id.StartsWith("PRN7", StringComparison.Ordinal))
            .Except([Rules.LimitExceeded.Id]);

        Assert.True(Names.Count >= 120, $"{Names.Count} recipes");
        Assert.All(rules, id => Assert.Contains($"# expect: {id} @ ", all, StringComparison.Ordinal));
    }

    private static string Show(Finding finding, string text)
    {
        string before = text[..finding.Span.Start];
        int line = before.Count(c => c == '\n') + 1;
        int column = before.Length - before.LastIndexOf('\n');
        return $"{finding.Rule.Id} @ {line}:{column}";
    }

    [GeneratedRegex(@"^# expect: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Expectation();

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
