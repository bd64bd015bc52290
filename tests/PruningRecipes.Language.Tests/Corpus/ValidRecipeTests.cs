namespace PruningRecipes.Language.Tests;

public sealed class ValidRecipeTests
{
    public static TheoryData<string> Names => [.. ValidRecipes.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_right_recipe_has_no_findings(string name)
    {
        (string text, ModelShape model) = ValidRecipes.Find(name);

        Assert.Equal(
            [],
            ValidRecipes
                .Findings(name, Recipes.Compile(text, model))
                .Select(finding => $"{finding.Rule.Id} {finding.Message}")
        );
    }

    [Fact]
    public void They_come_from_the_shipped_recipes_the_samples_the_reference_and_the_corpus() =>
        Assert.All(
            ["recipes/", "samples/", "docs/", "tests/"],
            folder => Assert.Contains(ValidRecipes.Names, name => name.StartsWith(folder, StringComparison.Ordinal))
        );
}
