namespace PruningRecipes.Tests;

public class DefinitionTests
{
    [Fact]
    public void Patterns_choose_layers_and_the_first_rule_wins()
    {
        var patterns = new LayerPatterns
        {
            Only = ["block.**", "fc*"],
            Except = ["block.1.**"],
            Rules =
            [
                new LayerPatternRule("**.conv") { Scale = 0.5m, Grain = Grain.Filter },
                new LayerPatternRule("block.**") { Sparsity = 0.3m },
            ],
        };
        Assert.True(patterns.Selects("block.0.conv"));
        Assert.True(patterns.Selects("fc1"));
        Assert.False(patterns.Selects("block.1.conv"));
        Assert.False(patterns.Selects("head"));
        LayerPlan plan = patterns.Plan("block.0.conv", [8, 3, 3, 3]);
        Assert.Equal("block.0.conv.weight", plan.Path);
        Assert.Equal(0.5m, plan.Scale);
        Assert.Equal(Grain.Filter, plan.Grain);
        Assert.Null(plan.Sparsity);
        Assert.Equal(1m, patterns.Plan("fc1", [2, 2]).Scale);
    }

    [Fact]
    public void Without_only_every_layer_is_chosen() => Assert.True(new LayerPatterns().Selects("head"));

    [Theory]
    [InlineData("fc3.weight", "; did you mean 'fc1.weight'?")]
    [InlineData("encoder.weight", ".")]
    public void A_near_name_is_suggested(string name, string hint) =>
        Assert.Equal(hint, NearestName.Hint(name, ["fc1.weight", "head.weight"]));

    [Fact]
    public void Masks_are_found_by_path_and_copied_between_models()
    {
        var mine = new MaskSet([new LayerMask("fc1.weight", [2, 3]), new LayerMask("fc2.weight", [4])]);
        var theirs = new MaskSet([new LayerMask("fc1.weight", [2, 3]), new LayerMask("fc2.weight", [4])]);
        theirs["fc2.weight"].Bits.Prune(1);
        mine.CopyFrom(theirs);
        Assert.Equal(0.1, mine.Sparsity, 15);
        Assert.False(mine[1].IsKept(1));
        Assert.Equal([new LayerSparsity("fc1.weight", 6, 0), new LayerSparsity("fc2.weight", 4, 1)], mine.ToFigures());
        var missing = Assert.Throws<KeyNotFoundException>(() => mine["fc3.weight"]);
        Assert.Equal("No prunable layer has the path 'fc3.weight'; did you mean 'fc1.weight'?", missing.Message);
        Assert.Throws<ArgumentException>(() => mine.CopyFrom(new MaskSet([new LayerMask("fc1.weight", [3, 2])])));
    }
}
