using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>One linear layer with one output, no bias, and these weights.</summary>
internal sealed class Row : nn.Module<Tensor, Tensor>
{
    internal readonly Linear layer;

    public Row(params float[] weights)
        : base(nameof(Row))
    {
        layer = nn.Linear(weights.Length, 1, hasBias: false);
        RegisterComponents();
        layer.weight!.Set(weights);
    }

    public override Tensor forward(Tensor input) => layer.call(input);
}

/// <summary>A loss whose gradient by each weight of a row is given.</summary>
internal sealed class SlopeTrainer(Row model, params float[] slopes) : ITrainer, IDisposable
{
    private readonly Tensor _input = tensor(slopes).reshape(1, slopes.Length).DetachFromDisposeScope();

    public int StepsPerEpoch => 1;

    /// <summary>The weights that each forward pass saw.</summary>
    public List<double[]> Seen { get; } = [];

    public void BeginTraining(int? batchSize, ulong seed) { }

    public void BeginEpoch(int epoch, RandomSource random) { }

    public double ComputeGradients()
    {
        Seen.Add(model.layer.weight!.Doubles());
        using DisposeScope scope = NewDisposeScope();
        Tensor loss = model.call(_input).sum();
        loss.backward();
        return loss.ToDouble();
    }

    public HeldOutFigures Evaluate() => new(null, 0);

    public void Dispose() => _input.Dispose();
}

/// <summary>The same batch of three clusters in every step, four steps an epoch, as the model's type of number.</summary>
internal sealed class BatchTrainer(Mlp model) : ITrainer, IDisposable
{
    private readonly SupervisedData _data = Clusters.Create(30);

    public int StepsPerEpoch => 4;

    /// <summary>Called before each forward pass.</summary>
    public Action? BeforeForward { get; set; }

    public void BeginTraining(int? batchSize, ulong seed) { }

    public void BeginEpoch(int epoch, RandomSource random) { }

    public double ComputeGradients()
    {
        BeforeForward?.Invoke();
        using DisposeScope scope = NewDisposeScope();
        Tensor inputs = _data.TrainInputs.to(model.fc1.weight!.dtype);
        Tensor loss = nn.functional.cross_entropy(model.call(inputs), _data.TrainTargets);
        loss.backward();
        return loss.ToDouble();
    }

    public HeldOutFigures Evaluate() => new(null, 0);

    public void Dispose()
    {
        foreach (Tensor part in new[] { _data.TrainInputs, _data.TrainTargets, _data.TestInputs, _data.TestTargets })
        {
            part.Dispose();
        }
    }
}

internal static class TensorWriting
{
    public static void Write(this Tensor tensor, double[] values) =>
        values.CopyTo(MemoryMarshal.Cast<byte, double>(tensor.bytes));
}
