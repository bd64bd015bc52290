namespace PruningRecipes.Compiler.Tests;

public sealed class CustomScoreAnalyzerTests
{
    private const string Score = "[CustomScore(\"mine\")] internal static Tensor Mine(Tensor weight) => weight;";

    private const string Recipe = """
        recipe: own-score
        stages:
          - prune: { score: mine, sparsity: 90% }
          - train: { epochs: 12, optimizer: { sgd: { learning-rate: 0.1 } } }

        """;

    [Theory]
    [InlineData(Score)]
    [InlineData("[CustomScore(\"mine\")] public static Tensor Mine(Tensor weight) { return weight.abs(); }")]
    [InlineData(
        "[CustomScore(\"mine\", Grains = new[] { Grain.Weight })] protected internal static Tensor Mine(Tensor w) => w;"
    )]
    [InlineData("public class Inner { [CustomScore(\"mine\")] internal static Tensor Mine(Tensor weight) => weight; }")]
    public Task A_score_is_a_word_of_the_recipes_of_its_project(string score) => VerifyAsync("", score, Recipe);

    [Theory]
    [InlineData("private static Tensor [|Mine|](Tensor weight)")]
    [InlineData("static Tensor [|Mine|](Tensor weight)")]
    [InlineData("protected static Tensor [|Mine|](Tensor weight)")]
    [InlineData("internal Tensor [|Mine|](Tensor weight)")]
    [InlineData("internal static Tensor [|Mine|]<T>(Tensor weight)")]
    public Task PRN7030_is_at_a_method_that_generated_code_cannot_call(string method) =>
        VerifyAsync("PRN7030", $"[CustomScore(\"mine\")] {method} => weight;", Recipe);

    [Theory]
    [InlineData("private static class Inner")]
    [InlineData("public static class Inner<T>")]
    public Task PRN7030_is_about_the_classes_around_as_well(string outer) =>
        VerifyAsync(
            "PRN7030",
            $"{outer} {{ [CustomScore(\"mine\")] internal static Tensor [|Mine|](Tensor weight) => weight; }}",
            Recipe
        );

    [Fact]
    public Task PRN7030_is_at_a_local_function() =>
        VerifyAsync(
            "PRN7030",
            "void Outer() { Mine(null!); [CustomScore(\"mine\")] static Tensor [|Mine|](Tensor weight) => weight; }",
            Recipe.Replace("mine", "{|PRN1008:mine|}", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("Tensor [|Mine|]()")]
    [InlineData("Tensor [|Mine|](Tensor weight, double gradient)")]
    [InlineData("Tensor [|Mine|](Tensor weight, Tensor gradient, Tensor more)")]
    [InlineData("Tensor [|Mine|](ref Tensor weight)")]
    [InlineData("Tensor [|Mine|](params Tensor[] weights)")]
    [InlineData("Tensor[] [|Mine|](Tensor weight)")]
    [InlineData("double [|Mine|](Tensor weight)")]
    public Task PRN7031_is_at_a_method_of_another_signature(string method) =>
        VerifyAsync(
            "PRN7031",
            $"[CustomScore(\"mine\")] internal static {method} => throw null!;",
            Recipe.Replace("score: mine", method.Contains(", ") ? "score: mine, data: { batches: 1 }" : "score: mine")
        );

    [Theory]
    [InlineData("taylor")]
    [InlineData("magnitude")]
    public Task PRN7032_is_at_a_name_of_the_language(string name) =>
        VerifyAsync(
            "PRN7032",
            $"[CustomScore([|\"{name}\"|])] internal static Tensor Mine(Tensor weight) => weight;",
            Recipe.Replace("mine", "random", StringComparison.Ordinal)
        );

    [Fact]
    public Task PRN7032_is_at_both_scores_of_one_name() =>
        VerifyAsync(
            "PRN7032",
            "[CustomScore([|\"mine\"|])] internal static Tensor Mine(Tensor weight) => weight;"
                + "[CustomScore([|\"mine\"|])] internal static Tensor Other(Tensor weight) => weight;",
            Recipe
        );

    [Theory]
    [InlineData("Mine")]
    [InlineData("my_score")]
    [InlineData("")]
    public Task PRN1009_is_at_a_name_that_is_none(string name) =>
        VerifyAsync(
            "PRN1009",
            $"[CustomScore([|\"{name}\"|])] internal static Tensor Mine(Tensor weight) => weight;",
            Recipe.Replace("mine", "random", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("mien")]
    [InlineData("entropy")]
    public Task A_name_that_no_method_has_is_unknown(string name) =>
        VerifyAsync("", Score, Recipe.Replace("mine", $"{{|PRN1008:{name}|}}", StringComparison.Ordinal));

    [Theory]
    [InlineData("{|PRN1006:mine|}")]
    [InlineData("{|PRN4003:mine|}, data: { batches: 1 }")]
    [InlineData("mine, data: { batches: 1 }, grain: row")]
    public Task A_score_that_sees_the_gradient_is_checked_for_its_data_and_its_grains(string score) =>
        VerifyAsync(
            "",
            "[CustomScore(\"mine\", Grains = new[] { Grain.Row })] internal static Tensor Mine(Tensor weight, Tensor gradient) => gradient;",
            Recipe.Replace("mine", score, StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("\"mine\"")]
    [InlineData("{|PRN1008:\"mien\"|}")]
    [InlineData("{|PRN1006:\"steep\"|}")]
    public Task In_attributes_it_is_checked_as_well(string score) =>
        AnalyzerRun.VerifyAsync(
            "",
            $"{Sources.LeNet300} [Recipe<LeNet300>, Prune({score}, Sparsity = 0.9), Train(Epochs = 12, LearningRate = 0.1)] internal sealed partial class OwnScore;"
                + $"internal static class Saliency {{ {Score} [CustomScore(\"steep\")] internal static Tensor Steep(Tensor weight, Tensor gradient) => gradient; }}"
        );

    private static Task VerifyAsync(string id, string members, string recipe) =>
        AnalyzerRun.VerifyAsync(id, $"{Sources.LeNet300WithRecipe} internal class Saliency {{ {members} }}", recipe);
}
