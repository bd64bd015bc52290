using System.Text.Json;
using System.Text.RegularExpressions;

namespace PruningRecipes.Tool.Tests;

public sealed partial class SchemaTests
{
    private const string Committed = "docs/recipe.schema.json";

    [Fact]
    public void The_committed_schema_is_what_the_tables_give()
    {
        CommandRun run = CommandRun.Of("schema");

        Assert.Equal(0, run.ExitCode);
        Assert.True(
            run.Output == File.ReadAllText(Committed),
            $"The language has changed: 'recipes schema --output {Committed}' writes the schema anew."
        );
    }

    [Fact]
    public void The_schema_can_be_written_to_a_file()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "schema.json");

        Assert.Equal(new CommandRun(0, "", ""), CommandRun.Of("schema", "--output", path));
        Assert.Equal(File.ReadAllText(Committed), File.ReadAllText(path));
        Assert.Equal(2, CommandRun.Of("schema", "--output", folder.Path).ExitCode);
    }

    [Fact]
    public void Every_shipped_recipe_names_the_schema() =>
        Assert.All(
            Directory.GetFiles("recipes", "*.recipe.yaml"),
            path => Assert.StartsWith($"# yaml-language-server: $schema=../{Committed}\n", File.ReadAllText(path))
        );

    [NodeFact]
    public void Recipes_that_compile_are_valid_and_wrong_ones_are_not()
    {
        Dictionary<string, string> right = RightRecipes();
        Dictionary<string, string> wrong = WrongRecipes.All.ToDictionary(stages => stages, WrongRecipes.Complete);
        // Scores of a project are known together with it only.
        Assert.All(
            right.Where(recipe => !recipe.Key.EndsWith("own-score.recipe.yaml", StringComparison.Ordinal)),
            recipe => Assert.False(HasErrors(recipe.Value), recipe.Key)
        );
        Assert.All(wrong, recipe => Assert.True(HasErrors(recipe.Value), recipe.Key));

        Validation validation = Validate(right.Concat(wrong).ToDictionary());

        Assert.Empty(validation.Examples);
        Assert.All(right.Keys, name => Assert.True(validation.Results[name].Length == 0, Describe(name, validation)));
        Assert.All(wrong.Keys, name => Assert.True(validation.Results[name].Length > 0, Describe(name, validation)));
    }

    private static bool HasErrors(string recipe)
    {
        using TemporaryFolder folder = new();
        return CommandRun.Of("check", folder.Write("a.recipe.yaml", recipe)).ExitCode == ExitCodes.ErrorsFound;
    }

    private static string Describe(string name, Validation validation) =>
        $"{name}\n{string.Join('\n', validation.Results[name])}";

    private static Validation Validate(Dictionary<string, string> recipes)
    {
        string script = Path.Combine("tests", "PruningRecipes.Tool.Tests", "Schema", "validate.mjs");
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Committed));
        string input = JsonSerializer.Serialize(new { schema = schema.RootElement, recipes });
        (int exitCode, string output) = NodePackages.Run("node", [script, NodePackages.Folder + "/"], input);
        Assert.True(exitCode == 0, output);
        return JsonSerializer.Deserialize<Validation>(output, JsonSerializerOptions.Web)!;
    }

    /// <summary>All recipes of the repository, and all examples of the language reference made whole.</summary>
    private static Dictionary<string, string> RightRecipes()
    {
        Dictionary<string, string> recipes = Directory
            .GetFiles("recipes", "*.recipe.yaml")
            .Concat(Directory.GetFiles("samples", "*.recipe.yaml", SearchOption.AllDirectories))
            .Concat(Directory.GetFiles("tests/EndToEnd", "*.recipe.yaml", SearchOption.AllDirectories))
            .ToDictionary(path => path, File.ReadAllText);
        foreach (Match example in YamlBlock().Matches(File.ReadAllText("docs/language.md")))
        {
            string text = example.Groups[1].Value;
            recipes[$"language.md: {text}"] =
                text.StartsWith("recipe:", StringComparison.Ordinal) ? text
                : text.StartsWith('-') ? WrongRecipes.Complete(text)
                : $"recipe: example\n{text}stages:\n{Uses(text)}";
        }

        Assert.True(recipes.Count >= 12);
        return recipes;
    }

    /// <summary>Stages that use the parameters that an example declares: unused ones are a finding.</summary>
    private static string Uses(string head) =>
        head.Contains("rounds:", StringComparison.Ordinal)
            ? "  - repeat: $rounds\n    stages: [{ prune: { remove: $rate } }]\n"
            : "  - prune: { remove: 20% }\n";

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();

    private sealed record Validation(string[] Examples, Dictionary<string, string[]> Results);
}
