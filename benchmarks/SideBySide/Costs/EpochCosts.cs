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
        using var dense = new LoopTraining(images, examples);
        List<SparseEpochs> sparse = [.. methods.Select(method => new SparseEpochs(images, examples, method.Action))];
        try
        {
            List<double[]>[] seconds = [.. methods.Select(_ => new List<double[]>())];
            for (int turn = 0; turn <= turns; turn++)
            {
                Console.Error.WriteLine($"epoch {turn} of {turns}");
                for (int i = 0; i < methods.Length; i++)
                {
                    double[] pair = sparse[i].Epoch(dense, turn + 1);

                    // The first turn warms up.
                    if (turn > 0)
                    {
                        seconds[i].Add(pair);
                    }
                }
            }

            return [.. methods.Select((method, i) => Turns.Compare(method.Method, Floor, seconds[i]))];
        }
        finally
        {
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

    /// <summary>Train stages of an epoch each. Before each part of it, a loop without masks trains for as long.</summary>
    private sealed class SparseEpochs : IDisposable
    {
        private readonly Bench _bench;
        private readonly InterruptedTrainer _trainer;
        private readonly TrainStage _stage;
        private readonly bool _isRamp;

        public SparseEpochs(ImageDataset images, int examples, TrainingAction? action)
        {
            _bench = new Bench(images, examples, EpochRace.BatchSize);
            _trainer = new InterruptedTrainer(_bench.Trainer);
            _bench.Run.Begin(_trainer, null);
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

        /// <returns>The seconds of the loop and those of the stage.</returns>
        public double[] Epoch(LoopTraining dense, int epoch)
        {
            if (_isRamp)
            {
                _bench.Unmask();
            }

            double least = 0;
            dense.Begin(epoch);
            _trainer.Interlude = part => least += dense.Train(part);
            long start = Stopwatch.GetTimestamp();
            _bench.Run.Train(2, _stage);
            return [least, Stopwatch.GetElapsedTime(start).TotalSeconds - least];
        }

        public void Dispose() => _bench.Dispose();
    }
}
