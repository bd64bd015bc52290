using PruningRecipes.Tool.Starting;

namespace PruningRecipes.Tool.Tests;

public sealed class NewCommandTests
{
    public static TheoryData<string> Paradigms => [.. NewCommand.Paradigms];

    [Theory]
    [MemberData(nameof(Paradigms))]
    public void A_new_recipe_has_no_findings_and_a_plan(string paradigm)
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "first-try");

        CommandRun run = CommandRun.Of("new", path, "--paradigm", paradigm);

        string file = path + ".recipe.yaml";
        Assert.Equal(new CommandRun(0, $"Wrote {file}.\n", ""), run);
        Assert.Contains("\nrecipe: first-try\n", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(new CommandRun(0, "", ""), CommandRun.Of("check", file));
        Assert.Contains("in the end:", CommandRun.Of("explain", file).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_paradigms_begin_with_the_default() =>
        Assert.Equal(["one-shot", "iterative", "lottery-ticket", "weight-rewinding"], NewCommand.Paradigms);

    [Fact]
    public void A_file_is_never_overwritten()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("mine.recipe.yaml", "precious");

        CommandRun run = CommandRun.Of("new", Path.Combine(folder.Path, "mine"));

        Assert.Equal(new CommandRun(2, "", $"error: '{file}' exists already\n"), run);
        Assert.Equal("precious", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("MyRecipe", "my-recipe")]
    [InlineData("my_recipe", "my-recipe")]
    [InlineData("größe", "lottery-ticket")]
    public void A_name_that_cannot_be_one_is_refused_with_one_that_can(string name, string example)
    {
        CommandRun run = CommandRun.Of("new", name);

        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith($"such as '{example}'\n", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(name + ".recipe.yaml"));
    }

    [Fact]
    public void A_folder_that_is_missing_is_an_error()
    {
        CommandRun run = CommandRun.Of("new", "nowhere/at/all");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: cannot write 'nowhere/at/all.recipe.yaml'", run.Error, StringComparison.Ordinal);
    }
}
