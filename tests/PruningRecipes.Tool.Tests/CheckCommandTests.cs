using System.Text.Json;

namespace PruningRecipes.Tool.Tests;

public sealed class CheckCommandTests
{
    private const string Wrong = "tests/PruningRecipes.Tool.Tests/Recipes/wrong.recipe.yaml";
    private const string Right = "recipes/lottery-ticket.recipe.yaml";

    [Fact]
    public void Findings_are_written_as_compilers_write_theirs()
    {
        CommandRun run = CommandRun.Of("check", Wrong);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Error);
        Golden.Verify(run.Output);
    }

    [Fact]
    public void Json_has_an_object_for_each_finding()
    {
        CommandRun run = CommandRun.Of("check", Wrong, Right, "--format", "json");

        Assert.Equal(1, run.ExitCode);
        Golden.Verify(run.Output);
    }

    [Fact]
    public void Sarif_has_a_result_for_each_finding_and_a_rule_for_each_kind()
    {
        CommandRun run = CommandRun.Of("check", Wrong, "--format", "sarif");

        Assert.Equal(1, run.ExitCode);
        Golden.Verify(run.Output);
    }

    [Fact]
    public void A_sarif_path_is_a_uri()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a b#1.recipe.yaml", "recipe: a");

        using JsonDocument log = JsonDocument.Parse(CommandRun.Of("check", path, "--format", "sarif").Output);

        string uri = log
            .RootElement.GetProperty("runs")[0]
            .GetProperty("results")[0]
            .GetProperty("locations")[0]
            .GetProperty("physicalLocation")
            .GetProperty("artifactLocation")
            .GetProperty("uri")
            .GetString()!;
        Assert.Equal(path, new Uri(uri).LocalPath);
        Assert.EndsWith("a%20b%231.recipe.yaml", uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("sarif")]
    public void Shipped_recipes_have_no_findings(string format)
    {
        string[] recipes = Directory.GetFiles("recipes", "*.recipe.yaml");

        CommandRun run = CommandRun.Of(["check", .. recipes, "--format", format]);

        Assert.NotEmpty(recipes);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.DoesNotContain("PRN", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rewind: init", "error PRN3001")]
    [InlineData("prune: { sparsity: 50% }", "error PRN3003: the sparsity of each layer cannot fall")]
    [InlineData("prune: { allocation: global, sparsity: 50% }", "error PRN3003")]
    [InlineData("prune: { allocation: global, sparsity: 90% }", null)]
    [InlineData("prune: { remove: 50% }", null)]
    public void Without_a_project_what_is_wrong_with_any_model_is_said_by_check_as_by_explain(
        string stage,
        string? expected
    )
    {
        using TemporaryFolder folder = new();
        string path = folder.Write(
            "a.recipe.yaml",
            $"recipe: a\nstages:\n  - prune: {{ sparsity: 80% }}\n  - {stage}\n  - train: {{ epochs: 9, optimizer: {{ sgd: {{ learning-rate: 0.1 }} }}, schedule: cosine }}\n"
        );

        CommandRun check = CommandRun.Of("check", path);
        CommandRun explain = CommandRun.Of("explain", path);

        Assert.Equal(expected is null ? 0 : 1, check.ExitCode);
        Assert.Contains(expected ?? "", check.Output, StringComparison.Ordinal);
        Assert.Equal(Findings(check), Findings(explain));
    }

    [Fact]
    public void A_rule_may_keep_a_layer_of_an_unknown_model_below_its_target()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write(
            "a.recipe.yaml",
            "recipe: a\nlayers:\n  rules:\n    - { match: head, scale: 0.5 }\nstages:\n  - prune: { sparsity: 80% }\n  - prune: { sparsity: 50% }\n  - train: { epochs: 9, optimizer: { sgd: { learning-rate: 0.1 } }, schedule: cosine }\n"
        );

        Assert.Equal(0, CommandRun.Of("check", path).ExitCode);
    }

    [Fact]
    public void A_file_that_is_missing_does_not_hide_the_findings_of_others()
    {
        CommandRun run = CommandRun.Of("check", "nowhere.recipe.yaml", Wrong);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: there is no recipe file 'nowhere.recipe.yaml'", run.Error, StringComparison.Ordinal);
        Assert.Contains("error PRN1005", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("check", Right, "--format", "xml")]
    [InlineData("chekc", Right)]
    [InlineData("check", Right, "--project", "nowhere.csproj")]
    public void What_cannot_be_used_ends_with_2(params string[] arguments)
    {
        CommandRun run = CommandRun.Of(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.NotEqual("", run.Error);
    }

    [Fact]
    public void Lines_end_in_any_of_the_three_ways()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.recipe.yaml", "recipe: a\r\ntitle: b\rseed: 1\nstagse: []\n");

        Assert.StartsWith($"{path}(4,1): error PRN1005", CommandRun.Of("check", path).Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Findings(CommandRun run) =>
        run.Output.Split('\n').Where(line => line.Contains(": error PRN", StringComparison.Ordinal));
}
