namespace PruningRecipes.Tool.Tests;

/// <summary>The command against a real project of this repository, and against one that is no project of recipes.</summary>
public sealed class ProjectCheckTests
{
    private const string Project = "samples/FirstRecipe/FirstRecipe.csproj";
    private const string Recipe = "samples/FirstRecipe/first.recipe.yaml";

    [Fact]
    public void The_recipe_of_a_sample_fits_its_model()
    {
        CommandRun run = CommandRun.Of("check", Recipe, "--project", Project);

        Assert.Equal(new CommandRun(0, "", ""), run);
    }

    [Fact]
    public void A_recipe_is_checked_against_every_model_that_it_is_bound_to()
    {
        const string Folder = "tests/PruningRecipes.Tool.Tests/Projects/Misfit";

        CommandRun run = CommandRun.Of(
            "check",
            $"{Folder}/shared.recipe.yaml",
            $"{Folder}/unused.recipe.yaml",
            "--project",
            $"{Folder}/Misfit.csproj"
        );

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Golden.Verify(run.Output);
    }

    [Fact]
    public void A_recipe_may_name_the_scores_of_its_project()
    {
        const string Folder = "tests/PruningRecipes.Tool.Tests/Projects/Scored";

        CommandRun alone = CommandRun.Of("check", $"{Folder}/right.recipe.yaml");
        CommandRun right = CommandRun.Of(
            "check",
            $"{Folder}/right.recipe.yaml",
            "--project",
            $"{Folder}/Scored.csproj"
        );
        CommandRun wrong = CommandRun.Of(
            "check",
            $"{Folder}/wrong.recipe.yaml",
            "--project",
            $"{Folder}/Scored.csproj"
        );

        Assert.Equal((1, new CommandRun(0, "", ""), 1), (alone.ExitCode, right, wrong.ExitCode));
        Golden.Verify(alone.Output + wrong.Output);
    }

    [Fact]
    public void A_file_that_is_not_part_of_the_project_is_refused()
    {
        CommandRun run = CommandRun.Of("check", "recipes/lottery-ticket.recipe.yaml", "--project", Project);

        Assert.Equal(
            new CommandRun(
                2,
                "",
                "error: 'recipes/lottery-ticket.recipe.yaml' is not one of the recipe files of FirstRecipe.csproj: add it to AdditionalFiles\n"
            ),
            run
        );
    }

    [Fact]
    public void A_project_without_recipes_is_refused()
    {
        using TemporaryFolder folder = new();
        string project = folder.Write(
            "Empty.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>
              </PropertyGroup>
            </Project>
            """
        );

        CommandRun run = CommandRun.Of("check", Recipe, "--project", project);

        Assert.Equal(
            new CommandRun(2, "", "error: 'Empty.csproj' has no recipes: it does not reference PruningRecipes\n"),
            run
        );
    }

    [Fact]
    public void A_project_that_does_not_load_is_refused_with_the_reason()
    {
        using TemporaryFolder folder = new();
        string project = folder.Write("Broken.csproj", "<Project");

        CommandRun run = CommandRun.Of("check", Recipe, "--project", project);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(
            "error: 'Broken.csproj' cannot be loaded: error MSB4025",
            run.Error,
            StringComparison.Ordinal
        );
    }
}
