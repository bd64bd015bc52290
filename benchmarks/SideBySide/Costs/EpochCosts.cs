using System.Diagnostics;
using Datasets;
using PruningRecipes.Torch;
using static TorchSharp.torch;

namespace PruningRecipes.SideBySide;

/// <summary>Epochs of training with what changes masks on the way, beside an epoch of the same network without any.</summary>
internal static class EpochCosts
{
    private const string Floor = "epoch without masks";

    private static readonly SgdPlan s_optimizer = new()
    {
        LearningRate = EpochRace.LearningRate,
        Momentum = EpochRace.Momentum,
    };

    /// <summary>Measures all of them.</summary>
    /// <param name="images">The data.</param>
    /// <param name="examples">How many images an epoch has.</param>
    /// <param name="turns">How many epochs of each.</param>
    public static IReadOnlyList<Cost> Measure(ImageDataset images, int examples, int turns)
    {
        TrainingPosition every = TrainingPosition.Steps(100);
        TrainingPosition until = TrainingPosition.Share(0.75m);
        (string Method, TrainingAction? Action)[] methods =
        [
            ("static masks", null),
            ("SET: random growth", Rewire(Growth.Random)),
            ("RigL: growth by gradients", Rewire(Growth.Gradient)),
            ("SNFS: growth by momentum", Rewire(Growth.Momentum)),
            ("gradual magnitude, 0% to 90%", Ramp()),
        ];
        var dense = new DenseEpochs(images, examples);
        List<SparseEpochs> sparse = [.. methods.Select(method => new SparseEpochs(images, examples, method.Action))];
        try
        {
            List<double[]> seconds = [];
            // The first turn warms up.
            for (int turn = 0; turn <= turns; turn++)
            {
                Console.Error.WriteLine($"epoch {turn} of {turns}");
                double floor = dense.Epoch(turn + 1);
                double[] all = [floor, .. sparse.Select(epochs => epochs.Epoch())];
                if (turn > 0)
                {
                    seconds.Add(all);
                }
            }

            return [.. methods.Select((method, i) => Turns.Compare(method.Method, Floor, seconds, i + 1))];
        }
        finally
        {
            dense.Dispose();
            sparse.ForEach(epochs => epochs.Dispose());
        }

        RewireAction Rewire(Growth grow) =>
            new()
            {
                Grow = grow,
                Fraction = 0.3m,
                Decay = FractionDecay.Cosine,
                Every = every,
                Until = until,
            };

        RampAction Ramp() =>
            new()
            {
                Pruning = Stage(Score.Magnitude),
                Start = 0,
                Every = every,
                Until = until,
            };
    }

    private static PruneStage Stage(Score score) =>
        new()
        {
            Score = score,
            AmountKind = AmountKind.Sparsity,
            Amount = (decimal)WeightSet.Sparsity,
        };

    /// <summary>A loop of one's own, without a recipe.</summary>
    private sealed class DenseEpochs : IDisposable
    {
        private readonly Bench _bench;
        private readonly optim.Optimizer _optimizer;

        public DenseEpochs(ImageDataset images, int examples)
        {
            _bench = new Bench(images, examples, EpochRace.BatchSize);
            _optimizer = optim.SGD(_bench.Model.parameters(), EpochRace.LearningRate, EpochRace.Momentum);
        }

        public double Epoch(int epoch)
        {
            long start = Stopwatch.GetTimestamp();
            _bench.Trainer.BeginEpoch(epoch, new RandomSource((ulong)epoch));
            for (int step = 0; step < _bench.Trainer.StepsPerEpoch; step++)
            {
                _optimizer.zero_grad();
                _bench.Trainer.ComputeGradients();
                _optimizer.step();
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        public void Dispose()
        {
            _optimizer.Dispose();
            _bench.Dispose();
        }
    }

    /// <summary>Train stages of an epoch each.</summary>
    private sealed class SparseEpochs : IDisposable
    {
        private readonly Bench _bench;
        private readonly TrainStage _stage;
        private readonly bool _isRamp;

        public SparseEpochs(ImageDataset images, int examples, TrainingAction? action)
        {
            _bench = new Bench(images, examples, EpochRace.BatchSize);
            _isRamp = action is RampAction;
            _stage = new TrainStage
            {
                Epochs = 1,
                BatchSize = EpochRace.BatchSize,
                Optimizer = s_optimizer,
                During = action is null ? [] : [action],
            };
            if (!_isRamp)
            {
                _bench.Run.Prune(1, Stage(Score.Random));
            }
        }

        public double Epoch()
        {
            if (_isRamp)
            {
                _bench.Unmask();
            }

            long start = Stopwatch.GetTimestamp();
            _bench.Run.Train(2, _stage);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        public void Dispose() => _bench.Dispose();
    }
}
