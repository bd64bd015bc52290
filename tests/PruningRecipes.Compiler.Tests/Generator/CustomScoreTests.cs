using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PruningRecipes.Generator;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace PruningRecipes.Compiler.Tests.Generator;

public sealed class CustomScoreTests
{
    private const string Scores = """
        internal static class Saliency
        {
            [CustomScore("flatness")]
            internal static Tensor Flatness(Tensor weight, Tensor gradient) => gradient.abs();

            [CustomScore("cubed", Grains = new[] { Grain.Weight, Grain.NOfM })]
            public static Tensor @checked(Tensor weight) => weight.abs().pow(3);
        }

        """;

    private const string Recipe = """
        recipe: own-scores
        stages:
          - prune: { score: cubed, sparsity: 50% }
          - prune: { score: flatness, data: { batches: 3 }, sparsity: 90%, rounds: 5 }
          - train: { epochs: 2, optimizer: { sgd: { learning-rate: 0.1 } } }

        """;

    [Fact]
    public void A_score_of_the_project_is_called_by_its_full_name() =>
        Snapshot.Verify(
            TestProject.GenerateClean(
                Sources.LeNet300WithRecipe + Scores,
                new InMemoryText(TestProject.RecipePath, Recipe)
            )
        );

    [Fact]
    public void Attributes_name_it_as_text()
    {
        const string Attributes = """
            [Recipe<LeNet300>(Name = "own-scores")]
            [Prune("cubed", Sparsity = 0.5)]
            [Prune("flatness", Allocation.Layer, Batches = 3, Sparsity = 0.9, Rounds = 5)]
            [Train(Epochs = 2, LearningRate = 0.1)]
            internal sealed partial class Ticket;
            """;
        string inFile = Assert
            .Single(
                TestProject
                    .GenerateClean(
                        Sources.LeNet300WithRecipe + Scores,
                        new InMemoryText(TestProject.RecipePath, Recipe)
                    )
                    .GeneratedTrees
            )
            .ToString();
        string inAttributes = Assert
            .Single(TestProject.GenerateClean(Sources.LeNet300 + Attributes + Scores).GeneratedTrees)
            .ToString();

        Assert.Equal(inFile, inAttributes);
    }

    [Theory]
    [InlineData("[CustomScore(\"flatness\")]", "")]
    [InlineData("internal static Tensor Flatness", "private static Tensor Flatness")]
    [InlineData("Tensor weight, Tensor gradient", "Tensor weight, double gradient")]
    [InlineData("\"cubed\"", "\"flatness\"")]
    [InlineData("\"flatness\"", "\"taylor\"")]
    public void A_recipe_whose_score_cannot_be_called_throws_and_compiles(string old, string replacement)
    {
        string scores = Scores.Replace(old, replacement, StringComparison.Ordinal).Replace("gradient.abs()", "weight");
        Assert.NotEqual(Scores, scores);
        GeneratorDriver driver = TestProject
            .Driver(Recipe)
            .RunGeneratorsAndUpdateCompilation(
                TestProject.Compile(Sources.LeNet300WithRecipe + scores),
                out Compilation output,
                out _
            );

        TestProject.AssertClean(output);
        Assert.Contains(
            "has errors: see the build output",
            Assert.Single(driver.GetRunResult().GeneratedTrees).ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("// typed\n", "", Cached, Cached, Cached)]
    [InlineData("gradient.abs()", "-gradient.abs()", Cached, Cached, Cached)]
    [InlineData("\"cubed\"", "\"squared\"", Modified, Modified, Modified)]
    [InlineData(", Tensor gradient) => gradient", ") => weight", Modified, Modified, Modified)]
    public void Recipes_are_bound_again_only_if_a_score_is_another(
        string old,
        string replacement,
        IncrementalStepRunReason scores,
        IncrementalStepRunReason files,
        IncrementalStepRunReason compiled
    )
    {
        const string Source = "// typed\n" + Sources.LeNet300WithRecipe + Scores;
        CSharpCompilation compilation = TestProject.Compile(Source);
        GeneratorDriver driver = TestProject.Driver(Recipe).RunGenerators(compilation);
        SyntaxTree tree = compilation.SyntaxTrees[0];
        Assert.Contains(old, Source, StringComparison.Ordinal);

        GeneratorRunResult result = driver
            .RunGenerators(
                compilation.ReplaceSyntaxTree(
                    tree,
                    CSharpSyntaxTree.ParseText(
                        Source.Replace(old, replacement, StringComparison.Ordinal),
                        TestProject.ParseOptions,
                        tree.FilePath
                    )
                )
            )
            .GetRunResult()
            .Results.Single();

        Assert.Equal(
            [scores, files, compiled],
            new[] { StepNames.Scores, StepNames.Files, StepNames.Compiled }.Select(step =>
                Assert.Single(result.TrackedSteps[step].SelectMany(run => run.Outputs)).Reason
            )
        );
    }
}
