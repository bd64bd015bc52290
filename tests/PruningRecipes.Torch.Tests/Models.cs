using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>Three linear layers: 6 - 20 - 10 - 3.</summary>
internal sealed class Mlp : nn.Module<Tensor, Tensor>
{
    internal readonly Linear fc1 = nn.Linear(6, 20);
    internal readonly Linear fc2 = nn.Linear(20, 10);
    internal readonly Linear head = nn.Linear(10, 3);

    public Mlp()
        : base(nameof(Mlp)) => RegisterComponents();

    public override Tensor forward(Tensor input) =>
        head.call(nn.functional.relu(fc2.call(nn.functional.relu(fc1.call(input)))));

    /// <summary>A model whose weights are those of a seed.</summary>
    public static Mlp OfSeed(long seed)
    {
        manual_seed(seed);
        return new Mlp();
    }
}

/// <summary>A convolution, a norm with statistics, a linear layer: 1x6x6 to 3 classes.</summary>
internal sealed class ConvNet : nn.Module<Tensor, Tensor>
{
    internal readonly Conv2d conv = nn.Conv2d(1, 4, 3);
    internal readonly BatchNorm2d norm = nn.BatchNorm2d(4);
    internal readonly Linear head = nn.Linear(64, 3);

    public ConvNet()
        : base(nameof(ConvNet)) => RegisterComponents();

    public override Tensor forward(Tensor input) => head.call(norm.call(conv.call(input)).relu().flatten(1));
}

internal static class Recipes
{
    public static RecipeDefinition ForMlp(ulong seed = 0) =>
        new()
        {
            Name = "test",
            Seed = seed,
            Layers =
            [
                new LayerPlan("fc1.weight", [20, 6]),
                new LayerPlan("fc2.weight", [10, 20]),
                new LayerPlan("head.weight", [3, -1]) { Scale = 0.5m },
            ],
        };

    public static RecipeDefinition ForLayers(params LayerPlan[] layers) => new() { Name = "test", Layers = layers };

    public static PruneStage Magnitude(AmountKind kind, decimal amount, Allocation allocation = Allocation.Layer) =>
        new()
        {
            Score = Score.Magnitude,
            Allocation = allocation,
            AmountKind = kind,
            Amount = amount,
        };

    public static TrainStage Sgd(int epochs, double learningRate = 0.05) =>
        new()
        {
            Epochs = epochs,
            BatchSize = 16,
            Optimizer = new SgdPlan
            {
                LearningRate = learningRate,
                Momentum = 0.9,
                WeightDecay = 1e-3,
            },
        };
}

/// <summary>Three clusters in six dimensions.</summary>
internal static class Clusters
{
    public static SupervisedData Create(int examples = 100)
    {
        (Tensor inputs, Tensor targets) = Draw(examples, 1);
        (Tensor testInputs, Tensor testTargets) = Draw(examples, 2);
        return new SupervisedData(inputs, targets, testInputs, testTargets);
    }

    public static SupervisedTrainer Trainer(Mlp model) => new(model, Create(), nn.CrossEntropyLoss());

    private static (Tensor Inputs, Tensor Targets) Draw(int examples, long stream)
    {
        RandomSource random = new RandomSource(11).Split(stream);
        var inputs = new float[examples * 6];
        var targets = new long[examples];
        for (int i = 0; i < examples; i++)
        {
            targets[i] = i % 3;
            for (int j = 0; j < 6; j++)
            {
                inputs[(i * 6) + j] = (j % 3 == targets[i] ? 1 : 0) + (float)(random.Uniform((i * 6) + j) - 0.5);
            }
        }

        return (tensor(inputs).reshape(examples, 6).DetachFromDisposeScope(), tensor(targets).DetachFromDisposeScope());
    }
}

internal static class TensorReading
{
    /// <summary>The native tensors that are held, those of earlier tests that wait for their finalizers not counted.</summary>
    public static long CountHeld()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    public static double[] Doubles(this Tensor tensor)
    {
        WeightView view = TensorMemory.View(tensor, "", "tensor");
        return [.. Enumerable.Range(0, (int)view.Length).Select(i => view[i])];
    }

    public static byte[] Copy(this Tensor tensor) => tensor.bytes.ToArray();

    public static byte[] AllBytes(this nn.Module model) =>
        [.. model.parameters().Concat<Tensor>(model.buffers()).SelectMany(Copy)];

    public static void Set(this Tensor tensor, params float[] values) =>
        values.CopyTo(MemoryMarshal.Cast<byte, float>(tensor.bytes));
}
