using PruningRecipes;
using PruningRecipes.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EndToEnd;

/// <summary>The recipes whose masks are learned: in the place of the weights, or with them.</summary>
[Collection(DigitsGroup.Name)]
public sealed class LearnedMaskTests(DigitsFixture digits)
{
    [Fact]
    public void Edge_popup_finds_a_network_among_the_weights_of_the_beginning() =>
        Check(
            (model, trainer) =>
            {
                using EdgePopup recipe = new(model, new() { Epochs = 40 });
                RecipeResult result = recipe.Run(trainer);
                Assert.Equal([9_600L, 15_000, 500], result.Layers.Select(layer => layer.Pruned));
                AssertOneMagnitude(model);
                return result;
            },
            0.8
        );

    [Fact]
    public void Supermask_finds_a_network_among_the_weights_of_the_beginning() =>
        Check(
            (model, trainer) =>
            {
                using Supermask recipe = new(model);
                RecipeResult result = recipe.Run(trainer);
                Assert.All(result.Layers, layer => Assert.InRange(layer.Sparsity, 0.2, 0.9));
                AssertOneMagnitude(model);
                return result;
            },
            0.8
        );

    [Fact]
    public void Movement_pruning_ends_at_its_target() =>
        Check(
            (model, trainer) =>
            {
                using Movement recipe = new(model);
                RecipeResult result = recipe.Run(trainer);
                Assert.Equal([16_320L, 25_500, 850], result.Layers.Select(layer => layer.Pruned));
                return result;
            },
            0.85
        );

    [Fact]
    public void SR_STE_keeps_two_of_four() =>
        Check(
            (model, trainer) =>
            {
                using SrSte recipe = new(model);
                RecipeResult result = recipe.Run(trainer);
                Assert.Equal(0.5, result.Sparsity);
                foreach (Linear layer in model.modules().OfType<Linear>())
                {
                    using Tensor groups = layer.weight!.reshape(-1, 4).ne(0).sum(1);
                    Assert.All(Enumerable.Range(0, (int)groups.numel()), i => Assert.Equal(2, groups[i].ToInt64()));
                }

                return result;
            },
            0.85
        );

    private static void AssertOneMagnitude(LeNet300 model)
    {
        foreach (Linear layer in model.modules().OfType<Linear>())
        {
            using Tensor absolute = layer.weight!.abs();
            using Tensor kept = absolute[absolute.ne(0)];
            Assert.Equal(kept.max().ToSingle(), kept.min().ToSingle());
        }
    }

    private void Check(Func<LeNet300, SupervisedTrainer, RecipeResult> run, double accuracy)
    {
        random.manual_seed(1);
        using LeNet300 model = new();
        using SupervisedTrainer trainer = new(model, digits.Data, nn.CrossEntropyLoss());
        RecipeResult result = run(model, trainer);
        Assert.True(result.Evaluations[^1].Accuracy > accuracy, $"accuracy {result.Evaluations[^1]}");
    }
}
