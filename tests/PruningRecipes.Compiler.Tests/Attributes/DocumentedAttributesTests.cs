using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;

namespace PruningRecipes.Compiler.Tests;

/// <summary>The reference shows attributes that compile and that mean what the YAML before them means.</summary>
public sealed partial class DocumentedAttributesTests
{
    private static readonly string s_page = File.ReadAllText(PathOfPage());

    [Fact]
    public void Every_example_in_yaml_is_followed_by_its_attributes()
    {
        string[] alone =
        [
            .. Examples().Where(example => example.Attributes.Length == 0).Select(example => example.Yaml),
        ];

        Assert.StartsWith("recipe: ", Assert.Single(alone), StringComparison.Ordinal);
    }

    [Fact]
    public void The_attributes_of_an_example_mean_the_same_as_its_yaml() =>
        Assert.All(
            Examples().Where(example => example.Attributes.Length > 0),
            example => VerifyTwins(WholeYaml(example.Yaml), WholeAttributes(example))
        );

    [Fact]
    public void The_recipe_at_the_top_of_the_reference_is_there_in_attributes() =>
        VerifyTwins(Examples().First().Yaml, WholeRecipe().Match(s_page).Groups["code"].Value);

    private static IEnumerable<(string Yaml, string Attributes)> Examples() =>
        Pair().Matches(s_page).Select(pair => (pair.Groups["yaml"].Value, pair.Groups["code"].Value));

    private static string WholeYaml(string example) =>
        example.StartsWith("- ", StringComparison.Ordinal)
            ? $"recipe: example\nstages:\n{example}"
            : $"recipe: example\n{example}stages:\n  - snapshot: init\n";

    private static string WholeAttributes((string Yaml, string Attributes) example)
    {
        string stages = example.Yaml.StartsWith("- ", StringComparison.Ordinal) ? "" : "[Snapshot(\"init\")]\n";
        return $"[Recipe<LeNet300>]\n{example.Attributes}{stages}internal sealed partial class Example;";
    }

    private static void VerifyTwins(string yaml, string attributes)
    {
        CSharpCompilation compilation = TestProject.Compile(Sources.LeNet300 + attributes);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        INamedTypeSymbol type = compilation
            .GetSymbolsWithName(name => name is "Example" or "LotteryTicket", SymbolFilter.Type)
            .OfType<INamedTypeSymbol>()
            .Single();
        RecipeClass recipe = RecipeClass.From(type, CancellationToken.None)!;
        AttributeRecipe read = AttributeRecipeReader.Read(type, recipe.Attribute, CancellationToken.None);
        ParsedRecipe expected = RecipeCompiler.Parse(yaml, CancellationToken.None);

        Assert.False(expected.HasErrors, yaml);
        Assert.Empty(read.Findings);
        Assert.True(
            Equals(expected.Recipe, RecipeCompiler.Bind(read.Root!, CancellationToken.None).Recipe),
            $"{yaml}\n{attributes}"
        );
    }

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```\n(\n```csharp\n(?<code>.*?)```\n)?", RegexOptions.Singleline)]
    private static partial Regex Pair();

    [GeneratedRegex("```csharp\n(?<code>\\[Recipe<.*?)```\n", RegexOptions.Singleline)]
    private static partial Regex WholeRecipe();

    private static string PathOfPage([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "language.md");
}
