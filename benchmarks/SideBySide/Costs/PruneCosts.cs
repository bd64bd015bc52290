using Datasets;
using PruningRecipes.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace PruningRecipes.SideBySide;

/// <summary>Prune stages, each beside the passes over weights or model that its score cannot do without.</summary>
internal sealed class PruneCosts : IDisposable
{
    private const int BatchSize = 128;
    private const int Warmup = 200;

    private readonly Bench _bench;
    private readonly TimeSpan _limit;
    private readonly byte[][] _copies;
    private readonly Tensor[] _weights64;
    private readonly List<Cost> _costs = [];

    private PruneCosts(ImageDataset images, int examples, TimeSpan limit)
    {
        _bench = new Bench(images, examples, BatchSize);
        _limit = limit;
        SnapshotContents weights = SnapshotContents.Weights;
        _bench.Run.Snapshot(1, Bench.Initial, weights);
        _bench.Run.Train(
            2,
            new TrainStage
            {
                Steps = Warmup,
                BatchSize = BatchSize,
                Optimizer = new SgdPlan { LearningRate = 0.05, Momentum = 0.9 },
            }
        );
        _bench.Run.Snapshot(3, Bench.Trained, weights);
        _copies = [.. _bench.Weights.Select(weight => new byte[weight.bytes.Length])];
        _weights64 =
        [
            .. _bench.Weights.Select(weight => weight.detach().to(ScalarType.Float64).abs().requires_grad_()),
        ];
    }

    /// <summary>Measures all of them.</summary>
    /// <param name="images">The data.</param>
    /// <param name="examples">How many images to train with.</param>
    /// <param name="limit">How long to measure each.</param>
    public static IReadOnlyList<Cost> Measure(ImageDataset images, int examples, TimeSpan limit)
    {
        using var costs = new PruneCosts(images, examples, limit);
        costs.MeasureWeights();
        costs.MeasureGradients();
        costs.MeasureActivations();
        return costs._costs;
    }

    public void Dispose()
    {
        _bench.Dispose();
        Array.ForEach(_weights64, weight => weight.Dispose());
    }

    private void MeasureWeights()
    {
        const string Copy = "copy of the weights";
        PruneStage magnitude = Stage(Score.Magnitude, Allocation.Global, 0.9m);
        PruneStage filters = Stage(Score.L1Norm, Allocation.Layer, 0.5m) with { Grain = Grain.Filter };
        Add("magnitude, global", Copy, CopyWeights, magnitude);
        Add("magnitude, layer", Copy, CopyWeights, magnitude with { Allocation = Allocation.Layer });
        Add("magnitude, erk", Copy, CopyWeights, magnitude with { Allocation = Allocation.Erk });
        Add("random, layer", Copy, CopyWeights, Stage(Score.Random, Allocation.Layer, 0.9m));
        Add("lamp, global", Copy, CopyWeights, Stage(Score.Lamp, Allocation.Global, 0.9m));
        Add(
            "magnitude-increase, layer",
            Copy,
            CopyWeights,
            Stage(Score.MagnitudeIncrease, Allocation.Layer, 0.9m) with
            {
                Snapshot = Bench.Initial,
            }
        );
        Add(
            "magnitude, 2 of 4",
            Copy,
            CopyWeights,
            magnitude with
            {
                Grain = new GrainSpec(Grain.NOfM, 2, 4),
                Allocation = Allocation.Layer,
                Amount = 0.5m,
            }
        );
        Add("l1-norm, filters", Copy, CopyWeights, filters);
        Add("geometric-median, filters", Copy, CopyWeights, filters with { Score = Score.GeometricMedian });
    }

    private void MeasureGradients()
    {
        Add(
            "snip, 1 batch",
            "1 forward and backward pass",
            () => Backward(1),
            Stage(Score.Snip, Allocation.Global, 0.9m, 1)
        );
        Add(
            "taylor, 10 batches",
            "10 forward and backward passes",
            () => Backward(10),
            Stage(Score.Taylor, Allocation.Global, 0.9m, 10)
        );
        Add(
            "fisher, 1 batch",
            $"{BatchSize} passes of 1 example",
            () => Backward(BatchSize, 1),
            Stage(Score.Fisher, Allocation.Global, 0.9m, 1)
        );
        Add(
            "grasp, 4 batches",
            "4 double backward passes",
            () => DoubleBackward(4),
            Stage(Score.Grasp, Allocation.Global, 0.9m, 4)
        );
        Add(
            "synflow, 10 rounds",
            "10 forward and backward passes of 1 example in 64 bits",
            () => FlowBackward(10),
            Stage(Score.Synflow, Allocation.Global, 0.9m) with
            {
                Rounds = 10,
            }
        );
    }

    private void MeasureActivations()
    {
        const string Pass = "4 forward passes";
        Add("wanda, global, 4 batches", Pass, () => Forward(4), Stage(Score.Wanda, Allocation.Global, 0.5m, 4));
        Add("wanda, layer, 4 batches", Pass, () => Forward(4), Stage(Score.Wanda, Allocation.Layer, 0.5m, 4));
        Add("sparsegpt, layer, 4 batches", Pass, () => Forward(4), Stage(Score.Sparsegpt, Allocation.Layer, 0.5m, 4));
    }

    private void Add(string method, string floor, Action least, PruneStage stage)
    {
        Console.Error.WriteLine(method);
        _costs.Add(Turns.Measure(method, floor, least, () => _bench.Run.Prune(4, stage), Prepare, _limit));
    }

    private static PruneStage Stage(Score score, Allocation allocation, decimal sparsity, int? batches = null) =>
        new()
        {
            Score = score,
            Allocation = allocation,
            AmountKind = AmountKind.Sparsity,
            Amount = sparsity,
            Batches = batches,
        };

    private void Prepare()
    {
        _bench.Unmask();
        _bench.Run.Rewind(5, Bench.Trained, SnapshotContents.Weights);
    }

    private void CopyWeights()
    {
        for (int i = 0; i < _copies.Length; i++)
        {
            _bench.Weights[i].bytes.CopyTo(_copies[i]);
        }
    }

    private void Backward(int passes, int? batchSize = null)
    {
        _bench.Trainer.BeginScoring(batchSize, null, new RandomSource(1));
        for (int pass = 0; pass < passes; pass++)
        {
            using DisposeScope scope = NewDisposeScope();
            autograd.grad([_bench.Trainer.ComputeLoss()], _bench.Weights);
        }
    }

    private void DoubleBackward(int passes)
    {
        _bench.Trainer.BeginScoring(null, null, new RandomSource(1));
        for (int pass = 0; pass < passes; pass++)
        {
            using DisposeScope scope = NewDisposeScope();
            IList<Tensor> gradients = autograd.grad(
                [_bench.Trainer.ComputeLoss()],
                _bench.Weights,
                retain_graph: true,
                create_graph: true
            );
            Tensor product = gradients.Aggregate(
                zeros([]),
                (sum, gradient) => sum + (gradient * gradient.detach()).sum()
            );
            autograd.grad([product], _bench.Weights);
        }
    }

    private void FlowBackward(int passes)
    {
        for (int pass = 0; pass < passes; pass++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor flow = ones([1, _weights64[0].shape[1]], ScalarType.Float64);
            foreach (Tensor weight in _weights64)
            {
                flow = nn.functional.relu(nn.functional.linear(flow, weight));
            }

            autograd.grad([flow.sum()], _weights64);
        }
    }

    private void Forward(int passes)
    {
        using IDisposable mode = no_grad();
        _bench.Trainer.BeginScoring(null, null, new RandomSource(1));
        for (int pass = 0; pass < passes; pass++)
        {
            using DisposeScope scope = NewDisposeScope();
            _bench.Trainer.ComputeLoss();
        }
    }
}
