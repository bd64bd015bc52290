using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PruningRecipes.Compiler.Tests;

public sealed class RecipeFileAnalyzerTests
{
    private const string Train = "  - train: { epochs: 12, optimizer: { sgd: { learning-rate: 0.01 } } }\n";

    [Fact]
    public Task A_good_recipe_is_silent() => VerifyAsync(Sources.LotteryTicket);

    [Theory]
    [InlineData("recipe: one-shot\nstages:\n  - prune: { score: {|PRN1008:magnitud|}, sparsity: 90% }\n" + Train)]
    [InlineData(
        "recipe: one-shot\nlayers:\n  except: [{|PRN2001:fc3|}]\nstages:\n  - prune: { score: magnitude, sparsity: {|PRN5001:90|} }\n"
            + Train
    )]
    [InlineData("recipe: one-shot\r\nstages:\r\n  - prune: { score: magnitude, sparsity: {|PRN5001:90|} }\r\n" + Train)]
    [InlineData(
        "recipe: one-shot\ntitle: \"\U0001F333\"\nstages:\n  - prune: { score: magnitude, sparsity: {|PRN5001:90|} }\n"
            + Train
    )]
    [InlineData(
        "recipe: one-shot\nstages:\n"
            + Train
            + "  - prune: { score: magnitude, sparsity: 90% }\n  - rewind: {|PRN3001:init|}\n"
            + Train
    )]
    public Task A_finding_is_at_the_word_in_the_file(string recipe) => VerifyAsync(recipe);

    [Fact]
    public async Task What_parsing_finds_is_reported_once_however_many_classes_are_bound_to_the_file()
    {
        const string Classes = """

            [Recipe<LeNet300>("test.recipe.yaml")] internal sealed partial class Second;
            [Recipe<Net>("test.recipe.yaml")] internal sealed partial class Third;
            [Prunable] internal sealed class Net : nn.Module
            {
                private readonly Linear fc1 = nn.Linear(10, 10);
                public Net() : base("") => RegisterComponents();
            }
            """;
        await AnalyzerRun.VerifyAsync(
            "",
            Sources.LeNet300WithRecipe + Classes,
            "recipe: one-shot\nstages:\n  - prune: { score: {|PRN1008:magnitud|}, sparsity: 90% }\n" + Train
        );
        // LeNet300 has fc2 and Net has not: one finding, that of Net. Neither has fc9: one finding for each, by its text.
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerRun.RunAsync(
            TestProject.Compile(Sources.LeNet300WithRecipe + Classes),
            new InMemoryText(
                TestProject.RecipePath,
                "recipe: one-shot\nlayers:\n  except: [fc2, fc9]\nstages:\n  - prune: { score: magnitude, sparsity: 90% }\n"
                    + Train
            )
        );
        Diagnostic[] ofFile = [.. AnalyzerRun.Own(diagnostics)];
        Assert.Equal(["fc2", "fc9", "fc9"], ofFile.Select(Word).Order(StringComparer.Ordinal));
        Assert.Equal(3, ofFile.Select(d => d.GetMessage()).Distinct().Count());

        static string Word(Diagnostic diagnostic)
        {
            Assert.Equal("PRN2001", diagnostic.Id);
            return diagnostic.GetMessage().Split('\'')[1];
        }
    }

    [Fact]
    public async Task A_finding_has_the_line_and_column_of_its_file()
    {
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerRun.RunAsync(
            TestProject.Compile(Sources.LeNet300WithRecipe),
            new InMemoryText(
                TestProject.RecipePath,
                "recipe: one-shot\nstages:\n  - prune: { score: magnitude, sparsity: 90 }\n" + Train
            )
        );
        Diagnostic diagnostic = Assert.Single(AnalyzerRun.Own(diagnostics));
        Assert.Equal("/project/test.recipe.yaml: (2,41)-(2,43)", diagnostic.Location.GetLineSpan().ToString());
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.EndsWith("PRN5001.md", diagnostic.Descriptor.HelpLinkUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("\uFEFF# a comment")]
    [InlineData("- - - - -")]
    [InlineData("a: [b\nc: d")]
    [InlineData("recipe: one-shot\nstages: [")]
    [InlineData("? {a: b}\n: c")]
    [InlineData("recipe: &a [*a]")]
    [InlineData("recipe: !!binary x\n---\nb")]
    [InlineData(
        "recipe: one-shot\nstages:\n  - repeat: $x\n    stages: 3\n  - []\n  - ~\n  - {}\n  - prune: ~\n  - train: [{}]\n"
    )]
    [InlineData("recipe: \"\\ud800\"\nstages: [{snapshot: \"\\udfff\"}]")]
    [InlineData(
        "recipe: one-shot\nstages:\n  - prune: { score: magnitude, sparsity: 99999999999999999999999999999999999999% }\n"
    )]
    public Task Hostile_text_gives_findings_in_the_file_and_no_exception(string recipe) => SurvivesAsync(recipe);

    [Fact]
    public Task Deep_nesting_is_refused() => SurvivesAsync("recipe: " + new string('[', 100_000));

    [Fact]
    public Task A_great_file_is_refused() => SurvivesAsync("recipe: one-shot # " + new string('x', 300_000));

    private static async Task SurvivesAsync(string recipe)
    {
        Diagnostic[] diagnostics =
        [
            .. AnalyzerRun.Own(
                await AnalyzerRun.RunAsync(
                    TestProject.Compile(Sources.LeNet300WithRecipe),
                    new InMemoryText(TestProject.RecipePath, recipe)
                )
            ),
        ];
        Assert.NotEmpty(diagnostics);
        Assert.All(
            diagnostics,
            d =>
            {
                Assert.StartsWith("PRN", d.Id, StringComparison.Ordinal);
                Assert.Equal(TestProject.RecipePath, d.Location.GetLineSpan().Path);
                Assert.InRange(d.Location.SourceSpan.End, 0, recipe.Length);
            }
        );
    }

    private static Task VerifyAsync(string recipe) => AnalyzerRun.VerifyAsync("", Sources.LeNet300WithRecipe, recipe);
}
