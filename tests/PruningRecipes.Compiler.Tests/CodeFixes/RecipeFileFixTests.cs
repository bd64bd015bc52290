using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace PruningRecipes.Compiler.Tests;

public sealed class RecipeFileFixTests
{
    private const string Mended = """
        recipe: one-shot
        layers:
          except: [fc1]
        stages:
          - snapshot: init
          - prune: { score: magnitude, sparsity: 90% }
          - rewind: init
          - train: { epochs: 12, optimizer: { sgd: { learning-rate: 0.01 } } }

        """;

    [Theory]
    [InlineData("layers:", "layer:", "PRN1005")]
    [InlineData("magnitude", "magnitud", "PRN1008")]
    [InlineData("one-shot", "OneShot", "PRN1009")]
    [InlineData("[fc1]", "[fc_1]", "PRN2001")]
    [InlineData("90%", "90", "PRN5001")]
    [InlineData("rewind: init", "rewind: inti", "PRN3001")]
    public async Task The_edit_of_the_checker_is_applied_to_the_recipe(string right, string wrong, string id)
    {
        string source = Sources.LeNet300WithRecipe;
        string recipe = Mended.Replace(right, wrong, StringComparison.Ordinal);
        using var run = new CodeFixRun(("/project/File0.cs", source), (TestProject.RecipePath, recipe));
        string text = (await run.FixAsync(id))["test.recipe.yaml"];
        Assert.Equal(Mended, text);
        Assert.Empty(await AnalyzerRun.IdsAsync(source, text));
    }

    [Fact]
    public async Task All_edits_of_a_file_are_applied_at_once()
    {
        string recipe = Mended.Replace("[fc1]", "[fc_1, fc_2]", StringComparison.Ordinal);
        using var run = new CodeFixRun(
            ("/project/File0.cs", Sources.LeNet300WithRecipe),
            (TestProject.RecipePath, recipe)
        );
        Assert.Equal(
            Mended.Replace("[fc1]", "[fc1, fc2]", StringComparison.Ordinal),
            (await run.FixAllAsync("PRN2001", FixAllScope.Project))["test.recipe.yaml"]
        );
    }

    [Fact]
    public async Task An_edit_that_does_not_fit_the_text_any_more_is_not_offered()
    {
        using var before = new CodeFixRun(
            ("/project/File0.cs", Sources.LeNet300WithRecipe),
            (TestProject.RecipePath, Mended.Replace("90%", "90", StringComparison.Ordinal))
        );
        Diagnostic diagnostic = Assert.Single(await before.DiagnosticsAsync(), d => d.Id == "PRN5001");
        using var after = new CodeFixRun(
            ("/project/File0.cs", Sources.LeNet300WithRecipe),
            (TestProject.RecipePath, "recipe: a")
        );
        Assert.Empty(await after.OffersAsync(diagnostic));
    }
}
