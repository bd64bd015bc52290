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
            ["recipes/", "samples/", "docs/", "README.md", "tests/"],
            folder => Assert.Contains(ValidRecipes.Names, name => name.StartsWith(folder, StringComparison.Ordinal))
        );

    [Fact]
    public void Every_block_of_YAML_in_the_pages_is_compiled_by_a_test() =>
        // A block is a whole recipe, or a part whose test is beside the reference or its rule.
        Assert.All(
            ValidRecipes.Blocks(),
            block =>
                Assert.True(
                    ValidRecipes.Names.Contains(block.Name)
                        || block.Name.StartsWith("docs/language.md", StringComparison.Ordinal),
                    block.Name
                )
        );
}
