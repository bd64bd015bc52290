namespace PruningRecipes.Language.Tests;

/// <summary>What decides whether an edit of a recipe compiles anything again.</summary>
public sealed class EqualityTests
{
    private static readonly BoundRecipe s_recipe = Recipes.Parse(Recipes.Lottery).Recipe!;

    public static TheoryData<string, string> SameMeaning =>
        new()
        {
            { "recipe: lottery-ticket", "# a comment\n\nrecipe:   lottery-ticket   # another" },
            { "{ match: head, scale: 0.5 }", "{ match: \"head\", scale: 0.50 }" },
            { "      - train: { epochs: 12,", "      - train: { # twelve\n          epochs: 12," },
            { "rewind: { to: init }", "rewind: init" },
            { "snapshot: init", "snapshot: { name: init, of: [buffers, weights] }" },
            { "default: 20%", "default: 0.2" },
            { "score: magnitude, allocation: layer, ", "" },
        };

    public static TheoryData<string, string> OtherMeaning =>
        new()
        {
            { "lottery-ticket", "lottery" },
            { "cite: Frankle & Carbin, ICLR 2019", "cite: Frankle and Carbin, 2019" },
            { "default: 20%", "default: 21%" },
            { "1 .. 20", "1 .. 21" },
            { "head, scale: 0.5", "head, scale: 0.6" },
            { "head, scale: 0.5", "fc2, scale: 0.5" },
            { "epochs: 12", "epochs: 13" },
            { "epochs: 12", "steps: 12" },
            { "learning-rate: 0.1", "learning-rate: 0.2" },
            { "allocation: layer", "allocation: global" },
            { "remove: $rate", "remove: 20%" },
            { "rewind: { to: init }", "rewind: { to: init, what: [weights] }" },
            { "[accuracy, sparsity]", "[accuracy]" },
            { "[accuracy, sparsity]", "{ name: ticket, metrics: [accuracy, sparsity] }" },
        };

    [Theory]
    [MemberData(nameof(SameMeaning))]
    public void Another_way_to_write_it_is_the_same_recipe(string from, string to)
    {
        BoundRecipe other = Recipes.Parse(Edited(from, to)).Recipe!;

        Assert.Equal(s_recipe, other);
        Assert.Equal(s_recipe.GetHashCode(), other.GetHashCode());
        Assert.Equal(Recipes.Compile(Recipes.Lottery).Plan, Recipes.Compile(Edited(from, to)).Plan);
    }

    [Theory]
    [MemberData(nameof(OtherMeaning))]
    public void Another_value_is_another_recipe(string from, string to) =>
        Assert.NotEqual(s_recipe, Recipes.Parse(Edited(from, to)).Recipe);

    private static string Edited(string from, string to)
    {
        Assert.Contains(from, Recipes.Lottery);
        return Recipes.Lottery.Replace(from, to);
    }
}
