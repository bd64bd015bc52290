using PruningRecipes.FrontEnd;

namespace PruningRecipes.Compiler.Tests;

public sealed class RecipeFileLookupTests
{
    private static readonly string[] s_paths =
    [
        "/project/b/one-shot.recipe.yaml",
        "/project/a/one-shot.recipe.yaml",
        "C:\\project\\lottery-ticket.recipe.yaml",
        "/project/not-a-recipe.yaml",
        "/project/my-lottery-ticket.recipe.yaml",
    ];

    [Theory]
    [InlineData("lottery-ticket.recipe.yaml", "C:\\project\\lottery-ticket.recipe.yaml")]
    [InlineData("project/lottery-ticket.recipe.yaml", "C:\\project\\lottery-ticket.recipe.yaml")]
    [InlineData("a/one-shot.recipe.yaml", "/project/a/one-shot.recipe.yaml")]
    [InlineData("./a\\one-shot.recipe.yaml", "/project/a/one-shot.recipe.yaml")]
    [InlineData("/project/b/one-shot.recipe.yaml", "/project/b/one-shot.recipe.yaml")]
    public void A_name_means_the_file_whose_path_ends_with_its_segments(string name, string path) =>
        Assert.Equal(path, Assert.Single(RecipeFileLookup.Find(name, s_paths)));

    [Fact]
    public void A_name_that_fits_several_files_gives_all_of_them_in_ordinal_order() =>
        Assert.Equal(
            ["/project/a/one-shot.recipe.yaml", "/project/b/one-shot.recipe.yaml"],
            RecipeFileLookup.Find("one-shot.recipe.yaml", s_paths).AsEnumerable()
        );

    [Theory]
    [InlineData("ticket.recipe.yaml")]
    [InlineData("not-a-recipe.yaml")]
    [InlineData("Lottery-Ticket.recipe.yaml")]
    [InlineData("")]
    [InlineData("./")]
    [InlineData("../one-shot.recipe.yaml")]
    public void A_name_that_no_file_has_gives_nothing(string name) =>
        Assert.Empty(RecipeFileLookup.Find(name, s_paths));
}
