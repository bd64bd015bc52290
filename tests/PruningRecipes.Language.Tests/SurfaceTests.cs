namespace PruningRecipes.Language.Tests;

public sealed class SurfaceTests
{
    [Fact]
    public void Members_are_unique_and_never_those_of_the_class()
    {
        ModelShape model = Recipes.Model(
            Recipes.Linear("all", 5, 5),
            Recipes.Linear("sparsity", 5, 5),
            Recipes.Linear("block.0.fc", 5, 5),
            Recipes.Linear("block0_fc", 5, 5),
            Recipes.Linear("0", 5, 5),
            Recipes.Linear("class", 5, 5)
        );
        RecipeSurface surface = Recipes
            .Compile(
                Recipes.WithStages(
                    "- snapshot: a-1\n- snapshot: a1\n- rewind: a1\n- rewind: a-1\n- rewind: a1",
                    "parameters: { clone: { type: count, default: 1 }, a-1: { type: ratio, default: 1% }, a1: { type: number, default: 1, range: 0.5 .. 2 } }\n"
                ),
                model
            )
            .Surface;

        Assert.Equal(
            ["All_2", "Sparsity_2", "Block0Fc", "Block0Fc_2", "_0", "Class"],
            surface.Masks.Select(mask => mask.Member)
        );
        Assert.Equal(["Clone_2", "A1", "A1_2"], surface.Parameters.Select(parameter => parameter.Member));
        Assert.Equal([("a-1", "A1"), ("a1", "A1_2")], surface.Snapshots.Select(one => (one.Name, one.Member)));
        Assert.Equal([("a1", "A1_2"), ("a-1", "A1")], surface.Rewinds.Select(one => (one.Name, one.Member)));
        Assert.Equal((1m, (decimal)int.MaxValue), (surface.Parameters[0].Minimum, surface.Parameters[0].Maximum));
        Assert.Equal((0m, 1m), (surface.Parameters[1].Minimum, surface.Parameters[1].Maximum));
        Assert.Equal((0.5m, 2m), (surface.Parameters[2].Minimum, surface.Parameters[2].Maximum));
    }

    [Fact]
    public void Errors_leave_the_surface_as_far_as_it_is_known()
    {
        RecipeSurface good = Recipes.Compile(Recipes.Lottery).Surface;
        CompiledRecipe bad = Recipes.Compile(
            Recipes
                .Lottery.Replace("remove: $rate", "remove: 20")
                .Replace("learning-rate: 0.1", "learning-rate: 0")
                .Replace("accuracy", "acuracy")
        );

        Assert.Null(bad.Plan);
        Assert.Equal(good, bad.Surface);
        Assert.Equal((1, 0), (good.PruneStages, good.ReinitStages));
        Assert.Equal("Lottery ticket by iterative magnitude pruning", good.Title);
    }

    [Fact]
    public void A_file_that_is_no_recipe_still_gives_the_masks_of_the_model()
    {
        RecipeSurface surface = Recipes.Compile("]").Surface;

        Assert.Equal(["Fc1", "Fc2", "Head"], surface.Masks.Select(mask => mask.Member));
    }
}
