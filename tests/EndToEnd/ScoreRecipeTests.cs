using PruningRecipes;
using PruningRecipes.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace EndToEnd;

/// <summary>The recipes whose scores run the model: each ends at its count, and the network has learned.</summary>
[Collection(DigitsGroup.Name)]
public sealed class ScoreRecipeTests(DigitsFixture digits)
{
    private const long LeNetWeights = (64 * 300) + (300 * 100) + (100 * 10);
    private const long ConvNetWeights = (8 * 9) + (16 * 8 * 9) + (256 * 32) + (32 * 10);

    [Fact]
    public void Snip() =>
        Check<ConvNet>(
            ConvNetWeights,
            0.9,
            0.8,
            (model, trainer) =>
            {
                using Snip recipe = new(model, new() { Sparsity = 0.9, Epochs = 4 });
                return recipe.Run(trainer);
            }
        );

    [Fact]
    public void Iterative_snip() =>
        Check<LeNet300>(
            LeNetWeights,
            0.95,
            0.8,
            (model, trainer) =>
            {
                using IterativeSnip recipe = new(
                    model,
                    new()
                    {
                        Sparsity = 0.95,
                        Rounds = 10,
                        Epochs = 30,
                    }
                );
                return recipe.Run(trainer);
            }
        );

    [Fact]
    public void Force() =>
        Check<LeNet300>(
            LeNetWeights,
            0.95,
            0.8,
            (model, trainer) =>
            {
                using Force recipe = new(
                    model,
                    new()
                    {
                        Sparsity = 0.95,
                        Rounds = 10,
                        Epochs = 30,
                    }
                );
                return recipe.Run(trainer);
            }
        );

    [Fact]
    public void Grasp() =>
        Check<ConvNet>(
            ConvNetWeights,
            0.6,
            0.8,
            (model, trainer) =>
            {
                using Grasp recipe = new(model, new() { Sparsity = 0.6, Epochs = 20 });
                return recipe.Run(trainer);
            }
        );

    [Fact]
    public void Synflow() =>
        Check<ConvNet>(
            ConvNetWeights,
            0.9,
            0.8,
            (model, trainer) =>
            {
                using Synflow recipe = new(
                    model,
                    new()
                    {
                        Sparsity = 0.9,
                        Rounds = 20,
                        Epochs = 4,
                    }
                );
                return recipe.Run(trainer);
            }
        );

    [Fact]
    public void Taylor()
    {
        // 30% of what remains, twice.
        const long Pruned = 15_060 + 10_542;
        Check<LeNet300>(
            LeNetWeights,
            (double)Pruned / LeNetWeights,
            0.85,
            (model, trainer) =>
            {
                using Taylor recipe = new(
                    model,
                    new()
                    {
                        Rounds = 2,
                        Rate = 0.3,
                        Epochs = 3,
                        FineTune = 1,
                    }
                );
                return recipe.Run(trainer);
            }
        );
    }

    [Fact]
    public void Optimal_brain_damage() =>
        Check<LeNet300>(
            LeNetWeights,
            0.8,
            0.85,
            (model, trainer) =>
            {
                using Obd recipe = new(
                    model,
                    new()
                    {
                        Sparsity = 0.8,
                        Epochs = 3,
                        FineTune = 2,
                    }
                );
                return recipe.Run(trainer);
            }
        );

    [Fact]
    public void Optimal_brain_surgeon() =>
        Check<LeNet300>(
            LeNetWeights,
            0.3,
            0.8,
            (model, trainer) =>
            {
                using Obs recipe = new(
                    model,
                    new()
                    {
                        Sparsity = 0.3,
                        Epochs = 3,
                        FineTune = 1,
                    }
                );
                return recipe.Run(trainer);
            }
        );

    [Fact]
    public void Wanda() =>
        Check<ConvNet>(
            ConvNetWeights,
            0.5,
            0.8,
            (model, trainer) =>
            {
                using Wanda recipe = new(
                    model,
                    new()
                    {
                        Sparsity = 0.5,
                        Epochs = 4,
                        FineTune = 1,
                    }
                );
                return recipe.Run(trainer);
            }
        );

    [Fact]
    public void SparseGPT() =>
        Check<ConvNet>(
            ConvNetWeights,
            0.5,
            0.8,
            (model, trainer) =>
            {
                using Sparsegpt recipe = new(
                    model,
                    new()
                    {
                        Sparsity = 0.5,
                        Epochs = 4,
                        FineTune = 1,
                    }
                );
                return recipe.Run(trainer);
            }
        );

    private void Check<TModel>(
        long weights,
        double sparsity,
        double accuracy,
        Func<TModel, SupervisedTrainer, RecipeResult> run
    )
        where TModel : nn.Module<Tensor, Tensor>, new()
    {
        random.manual_seed(1);
        using TModel model = new();
        using SupervisedTrainer trainer = new(model, digits.Data, nn.CrossEntropyLoss());
        RecipeResult result = run(model, trainer);
        Assert.Equal(weights, result.Layers.Sum(layer => layer.Units));
        Assert.InRange(result.Layers.Sum(layer => layer.Pruned) - (sparsity * weights), -2, 2);
        Evaluation ready = result.Evaluations.FirstOrDefault(one => one.Name == "pruned") ?? result.Evaluations[^1];
        Assert.True(ready.Accuracy > accuracy, $"accuracy {ready.Accuracy}");
    }
}
