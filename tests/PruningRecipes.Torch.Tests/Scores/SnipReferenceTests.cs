using System.Globalization;
using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>Masks against those that PyTorch computes, see make_snip_reference.py.</summary>
public sealed class SnipReferenceTests
{
    private static readonly JsonElement s_reference = Read();

    [Theory]
    [InlineData(Score.Snip, "0.5")]
    [InlineData(Score.Snip, "0.8")]
    [InlineData(Score.Snip, "0.9")]
    [InlineData(Score.Magnitude, "0.5")]
    [InlineData(Score.Magnitude, "0.8")]
    [InlineData(Score.Magnitude, "0.9")]
    public void Masks_are_those_of_PyTorch(Score score, string sparsity)
    {
        using Mlp model = Model();
        using SupervisedTrainer trainer = Trainer(model);
        using var run = new RecipeRun(model, Recipes.ForMlp());
        run.Begin(trainer, null);
        decimal amount = decimal.Parse(sparsity, CultureInfo.InvariantCulture);
        run.Prune(1, Scoring.Stage(score, amount, Allocation.Global));
        string name = score == Score.Snip ? "snip" : "magnitude";
        int[] expected =
        [
            .. s_reference.GetProperty(name).GetProperty(sparsity).EnumerateArray().Select(i => i.GetInt32()),
        ];
        Assert.Equal(expected, Scoring.Kept(run.Masks));
    }

    [Fact]
    public void Saliency_is_that_of_PyTorch()
    {
        using Mlp model = Model();
        using SupervisedTrainer trainer = Trainer(model);
        double[] scores =
        [
            .. Scoring
                .Of(Score.Snip, model, trainer, ["fc1.weight", "fc2.weight", "head.weight"])
                .SelectMany(layer => layer),
        ];
        Assert.All(
            scores.Zip(Numbers(s_reference.GetProperty("saliency"))),
            pair => Assert.Equal(pair.Second, pair.First, 1e-7)
        );
    }

    private static Mlp Model()
    {
        var model = new Mlp();
        foreach ((string name, Linear layer) in new[] { ("fc1", model.fc1), ("fc2", model.fc2), ("head", model.head) })
        {
            layer.weight.Set(Numbers(s_reference.GetProperty("weights").GetProperty($"{name}.weight")));
            layer.bias!.Set(Numbers(s_reference.GetProperty("biases").GetProperty($"{name}.weight")));
        }

        return model;
    }

    private static SupervisedTrainer Trainer(Mlp model)
    {
        Tensor inputs = tensor(Numbers(s_reference.GetProperty("inputs"))).reshape(16, 6).DetachFromDisposeScope();
        long[] classes = [.. s_reference.GetProperty("targets").EnumerateArray().Select(target => target.GetInt64())];
        Tensor targets = tensor(classes).DetachFromDisposeScope();
        return new SupervisedTrainer(
            model,
            new SupervisedData(inputs, targets, inputs, targets),
            nn.CrossEntropyLoss()
        );
    }

    private static float[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetSingle())];

    private static JsonElement Read()
    {
        using Stream stream = typeof(SnipReferenceTests).Assembly.GetManifestResourceStream("snip.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
