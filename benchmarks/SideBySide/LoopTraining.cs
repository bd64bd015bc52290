using System.Diagnostics;
using Datasets;
using PruningRecipes.Torch;
using static TorchSharp.torch;

namespace PruningRecipes.SideBySide;

/// <summary>Training in a loop of one's own, part of an epoch by part, without masks or with those of a pruned model.</summary>
internal sealed class LoopTraining : IDisposable
{
    /// <summary>The parts of an epoch: about as long as the machine stays in one mood.</summary>
    public const int Parts = 14;

    private readonly Bench _bench;
    private readonly optim.Optimizer _optimizer;
    private bool _isMasked;

    public LoopTraining(ImageDataset images, int examples)
    {
        _bench = new Bench(images, examples, EpochRace.BatchSize);
        _optimizer = optim.SGD(_bench.Model.parameters(), EpochRace.LearningRate, EpochRace.Momentum);
    }

    /// <summary>The part that a step of an epoch is in.</summary>
    public static int PartOf(int step, int stepsPerEpoch) => (((step + 1) * Parts) - 1) / stepsPerEpoch;

    public void Prune(PruneStage stage)
    {
        _bench.Run.Attach(_optimizer);
        _bench.Run.Prune(1, stage);
        _isMasked = true;
    }

    public void Begin(int epoch) => _bench.Trainer.BeginEpoch(epoch, new RandomSource((ulong)epoch));

    /// <summary>Trains for a part of the epoch.</summary>
    /// <returns>The seconds that it took.</returns>
    public double Train(int part)
    {
        int steps = _bench.Trainer.StepsPerEpoch;
        long start = Stopwatch.GetTimestamp();
        for (int step = part * steps / Parts; step < (part + 1) * steps / Parts; step++)
        {
            _optimizer.zero_grad();
            _bench.Trainer.ComputeGradients();
            if (_isMasked)
            {
                _bench.Run.BeforeOptimizerStep();
            }

            _optimizer.step();
            if (_isMasked)
            {
                _bench.Run.AfterOptimizerStep();
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _bench.Dispose();
    }
}
