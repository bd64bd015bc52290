using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>Scores that also change the weights that they keep, on correlated inputs.</summary>
public sealed class WeightUpdateTests
{
    [Theory]
    [InlineData(Score.Sparsegpt, Allocation.Layer)]
    [InlineData(Score.Sparsegpt, Allocation.Global)]
    [InlineData(Score.Obs, Allocation.Layer)]
    [InlineData(Score.Obs, Allocation.Global)]
    public void Counts_are_exact_and_the_output_changes_less_than_without_the_update(Score score, Allocation allocation)
    {
        using Linear layer = OfSeed();
        using Tensor inputs = Inputs();
        using Tensor targets = Outputs(layer, inputs);
        using Tensor noise = (targets + randn(targets.shape)).detach();
        using var trainer = new SupervisedTrainer(
            layer,
            new SupervisedData(inputs, noise, inputs, noise),
            nn.MSELoss()
        );
        using Tensor before = layer.weight.detach().clone();
        using var run = new RecipeRun(layer, Scoring.Definition(layer, "weight"));
        run.Begin(trainer, null);
        run.Prune(1, Scoring.Stage(score, 0.5m, allocation));
        Assert.Equal(64, run.Masks.Pruned);
        run.Prune(2, Scoring.Stage(score, 0.6m, allocation));
        Assert.Equal(77, run.Masks.Pruned);
        Assert.All(
            layer.weight.Doubles().Select((weight, i) => (weight, i)),
            entry => Assert.Equal(run.Masks[0].IsKept(entry.i), entry.weight != 0)
        );

        using Tensor updated = Outputs(layer, inputs);
        double withUpdate = (updated - targets).pow(2).sum().ToDouble();
        run.Masks[0].Bits.Apply(TensorMemory.View(before, "", "before"));
        using (no_grad())
        {
            layer.weight.copy_(before);
        }

        using Tensor masked = Outputs(layer, inputs);
        double without = (masked - targets).pow(2).sum().ToDouble();
        Assert.True(withUpdate < without, $"{withUpdate} with the update, {without} without");
    }

    [Fact]
    public void SparseGPT_changes_the_output_less_than_Wanda_and_that_less_than_magnitude()
    {
        double sparsegpt = Distance(Score.Sparsegpt);
        double wanda = Distance(Score.Wanda);
        double magnitude = Distance(Score.Magnitude);
        Assert.True(sparsegpt < wanda && wanda < magnitude, $"{sparsegpt}, {wanda}, {magnitude}");

        static double Distance(Score score)
        {
            using Linear layer = OfSeed();
            using Tensor inputs = Inputs();
            using Tensor targets = Outputs(layer, inputs);
            using var trainer = new SupervisedTrainer(
                layer,
                new SupervisedData(inputs, targets, inputs, targets),
                nn.MSELoss()
            );
            using var run = new RecipeRun(layer, Scoring.Definition(layer, "weight"));
            run.Begin(trainer, null);
            run.Prune(1, Scoring.Stage(score, 0.5m, Allocation.Layer));
            using Tensor outputs = Outputs(layer, inputs);
            return (outputs - targets).pow(2).sum().ToDouble();
        }
    }

    [Theory]
    [InlineData(Score.Sparsegpt)]
    [InlineData(Score.Obs)]
    [InlineData(Score.Wanda)]
    public void More_than_there_is_leaves_masks_and_weights(Score score)
    {
        using Linear layer = OfSeed();
        using Tensor inputs = Inputs();
        using Tensor targets = Outputs(layer, inputs);
        using var trainer = new SupervisedTrainer(
            layer,
            new SupervisedData(inputs, targets, inputs, targets),
            nn.MSELoss()
        );
        using var run = new RecipeRun(layer, Scoring.Definition(layer, "weight"));
        run.Begin(trainer, null);
        byte[] before = layer.weight.Copy();
        Assert.Throws<RecipeException>(() =>
            run.Prune(1, Scoring.Stage(score, 0, Allocation.Layer) with { AmountKind = AmountKind.Count, Amount = 128 })
        );
        Assert.Equal(0, run.Masks.Pruned);
        Assert.Equal(before, layer.weight.Copy());
    }

    private static Linear OfSeed()
    {
        manual_seed(7);
        return nn.Linear(16, 8, false);
    }

    /// <summary>Features that are mixtures of few, on scales from 0.2 to 3.</summary>
    private static Tensor Inputs()
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        Tensor mixture = randn(64, 6).mm(randn(6, 16)) + (0.3f * randn(64, 16));
        return (mixture * linspace(0.2, 3, 16)).MoveToOuterDisposeScope();
    }

    private static Tensor Outputs(Linear layer, Tensor inputs)
    {
        using IDisposable mode = no_grad();
        return layer.call(inputs);
    }
}
