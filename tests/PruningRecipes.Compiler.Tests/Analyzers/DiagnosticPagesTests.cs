using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using PruningRecipes.Language;

namespace PruningRecipes.Compiler.Tests;

/// <summary>The pages of docs/diagnostics and the release files say of each rule what the table of rules says.</summary>
public sealed partial class DiagnosticPagesTests
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(Folder(), "..", "..", ".."));

    private static readonly string s_pages = Path.Combine(s_root, "docs", "diagnostics");

    private static readonly ModelShape s_leNet = new(
        "Samples.LeNet300",
        [
            Linear("fc1", 300, 784, LayerFlags.Bias),
            Linear("fc2", 100, 300, LayerFlags.Bias),
            Linear("head", 10, 100, LayerFlags.Bias | LayerFlags.KeepDense),
        ],
        []
    );

    private static readonly ModelShape s_wholeLeNet = s_leNet with
    {
        Layers = s_leNet.Layers.Select(layer => layer with { Flags = LayerFlags.Bias }).ToEquatableArray(),
    };

    private static readonly ModelShape s_deep = new(
        "Samples.DeepConvNet",
        Enumerable
            .Range(1, 12)
            .Select(i => new LayerShape(
                $"conv{i}",
                LayerKind.Conv2d,
                [Dimension.Known(16), Dimension.Known(16), Dimension.Known(3), Dimension.Known(3)],
                LayerFlags.None
            ))
            .ToEquatableArray(),
        []
    );

    public static TheoryData<string> Ids => [.. Rules.All.Select(rule => rule.Id)];

    public static TheoryData<string> RecipeIds =>
        [.. Rules.All.Where(rule => !rule.Id.StartsWith("PRN7", StringComparison.Ordinal)).Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_has_the_title_the_severity_and_all_sections(string id)
    {
        Rule rule = Rules.All.Single(rule => rule.Id == id);
        string[] headings = [.. Page(id).Split('\n').Where(line => line.StartsWith('#'))];
        Assert.Equal(
            [$"# {id}: {rule.Title}", "## Cause", "## Example", "## Fix", "## Why it matters", "## Who else is silent"],
            headings
        );
        Assert.Contains($"\n{SeverityName(rule)}.\n", Page(id), StringComparison.Ordinal);
        Assert.EndsWith($"/docs/diagnostics/{id}.md", rule.HelpLink, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_page_has_a_rule_and_every_rule_a_line_in_the_index()
    {
        Assert.Equal(
            Rules.All.Select(rule => rule.Id).Order(StringComparer.Ordinal),
            Directory
                .GetFiles(s_pages, "*.md")
                .Select(Path.GetFileNameWithoutExtension)
                .Where(name => name != "README")
                .Order(StringComparer.Ordinal)!
        );
        string index = Page("README");
        Assert.All(
            Rules.All,
            rule =>
                Assert.Contains(
                    $"\n| [{rule.Id}]({rule.Id}.md) | {SeverityName(rule).ToLowerInvariant()} | {rule.Title} |\n",
                    index,
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void The_release_files_list_every_rule_once()
    {
        string folder = Path.Combine(s_root, "analyzers", "PruningRecipes.Analyzers");
        IEnumerable<string> lines = new[] { "Shipped", "Unshipped" }
            .SelectMany(name => File.ReadLines(Path.Combine(folder, $"AnalyzerReleases.{name}.md")))
            .Where(line => line.StartsWith("PRN", StringComparison.Ordinal));
        Assert.Equal(
            Rules.All.Select(rule => $"{rule.Id} | PruningRecipes | {rule.Severity} | [{rule.Title}]({rule.HelpLink})"),
            lines.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_rule_is_supported_by_an_analyzer_and_described_by_its_table_entry() =>
        Assert.Equal(
            Rules.All.Select(rule => (rule.Id, rule.Title, rule.Message, rule.HelpLink)),
            AnalyzerRun
                .Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)
                .Distinct()
                .OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)
                .Select(d => (d.Id, d.Title.ToString(), d.MessageFormat.ToString(), d.HelpLinkUri))
        );

    [Theory]
    [MemberData(nameof(RecipeIds))]
    public void The_example_has_the_finding_and_the_mended_example_none(string id)
    {
        string[] blocks = [.. YamlBlock().Matches(Page(id)).Select(match => match.Groups[1].Value)];
        Assert.Equal(2, blocks.Length);
        Assert.Contains(id, Findings(id, blocks[0]));
        // What the runtime does not do yet is no fault of the example.
        Assert.Empty(Findings(id, blocks[1]).Except(id == Rules.NotRunYet.Id ? [] : [Rules.NotRunYet.Id]));
    }

    private static IEnumerable<string> Findings(string id, string recipe) =>
        RecipeCompiler
            .Compile(RecipeCompiler.Parse(recipe, CancellationToken.None), ModelOf(id), CancellationToken.None)
            .Findings.Select(finding => finding.Rule.Id);

    /// <summary>The model that the page says its example is for.</summary>
    private static ModelShape ModelOf(string id) =>
        Page(id).Contains("unmarked `head`", StringComparison.Ordinal) ? s_wholeLeNet
        : Page(id).Contains("twelve convolutions", StringComparison.Ordinal) ? s_deep
        : s_leNet;

    private static LayerShape Linear(string path, long outputs, long inputs, LayerFlags flags) =>
        new(path, LayerKind.Linear, [Dimension.Known(outputs), Dimension.Known(inputs)], flags);

    private static string SeverityName(Rule rule) =>
        rule.Severity == Severity.Info ? "Information" : rule.Severity.ToString();

    private static string Page(string name) =>
        File.ReadAllText(Path.Combine(s_pages, name + ".md")).ReplaceLineEndings("\n");

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
