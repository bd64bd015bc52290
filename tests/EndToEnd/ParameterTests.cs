using PruningRecipes;
using PruningRecipes.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace EndToEnd;

[Collection(DigitsGroup.Name)]
public sealed class ParameterTests(DigitsFixture digits)
{
    [Fact]
    public void Parameters_of_each_type_reach_their_places()
    {
        random.manual_seed(1);
        using LeNet300 model = new();
        using SupervisedTrainer trainer = new(model, digits.Data, nn.CrossEntropyLoss());
        using ParametersOfEachType recipe = new(
            model,
            new()
            {
                Steps = 4,
                Factor = 8,
                Weights = 5,
            }
        );

        RecipeResult result = recipe.Run(trainer);

        Assert.Equal(4, result.Stages[0].Steps);
        Assert.Equal([16_800, 26_250, 875], result.Evaluations[0].Layers.Select(layer => layer.Pruned));
        Assert.Equal([16_805, 26_255, 880], result.Evaluations[1].Layers.Select(layer => layer.Pruned));
    }

    [Fact]
    public void A_value_outside_its_range_is_refused_with_the_range()
    {
        string message = Assert
            .Throws<ArgumentOutOfRangeException>(() => new ParametersOfEachType.RecipeParameters { Factor = 1 })
            .Message;

        Assert.Contains("Factor", message, StringComparison.Ordinal);
        Assert.Contains("2", message, StringComparison.Ordinal);
        Assert.Contains("10", message, StringComparison.Ordinal);
    }
}
