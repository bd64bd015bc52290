using System.Diagnostics;
using Datasets;
using PruningRecipes.Torch;
using Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace PruningRecipes.SideBySide;

/// <summary>
/// Epochs of LeNet-300-100 on Fashion-MNIST without masks and with those of a pruned model, which take turns after each part of
/// an epoch: the machine's mood meets both alike. <c>peers/training.py</c> does the same.
/// </summary>
internal static class EpochRace
{
    /// <summary>The first warms up.</summary>
    public const int Epochs = 8;

    public const int Parts = 14;
    public const int BatchSize = 64;
    public const double LearningRate = 0.05;
    public const double Momentum = 0.9;

    /// <summary>Trains here.</summary>
    /// <param name="folder">Where the data set's IDX files are.</param>
    public static Cost Run(string folder)
    {
        set_num_threads(1);
        Threads.Most = 1;
        ImageDataset images = IdxFile.LoadDataset("fashion-mnist", folder);
        using var dense = new Runner(images);
        using var masked = new Runner(images);
        using RecipeRun run = masked.Prune();
        List<double[]> turns = [];
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            dense.Begin(epoch);
            masked.Begin(epoch);
            for (int part = 0; part < Parts; part++)
            {
                turns.Add([dense.Train(part, null), masked.Train(part, run)]);
            }
        }

        return Compare(Contender.Name, turns);
    }

    /// <summary>What masks cost.</summary>
    /// <param name="contender">Whose.</param>
    /// <param name="turns">The seconds of each part of each epoch, without masks and with them.</param>
    public static Cost Compare(string contender, IReadOnlyList<double[]> turns) =>
        Turns.Compare(
            contender,
            "without masks",
            [.. turns.Skip(Parts).Select(turn => Array.ConvertAll(turn, seconds => seconds * Parts))],
            1
        );

    private sealed class Runner : IDisposable
    {
        private readonly LeNet300 _model;
        private readonly SupervisedTrainer _trainer;
        private readonly optim.Optimizer _optimizer;

        public Runner(ImageDataset images)
        {
            random.manual_seed(1);
            _model = new LeNet300(images.Train.PixelsPerImage);
            var data = new SupervisedData(
                Pixels(images.Train),
                tensor(images.Train.Labels),
                Pixels(images.Test),
                tensor(images.Test.Labels)
            );
            _trainer = new SupervisedTrainer(_model, data, nn.CrossEntropyLoss());
            _trainer.BeginTraining(BatchSize, 1);
            _optimizer = optim.SGD(_model.parameters(), LearningRate, Momentum);
        }

        public RecipeRun Prune()
        {
            LayerPlan[] layers =
            [
                .. _model
                    .named_parameters()
                    .Where(entry => entry.parameter.shape.Length == 2)
                    .Select(entry => new LayerPlan(entry.name, entry.parameter.shape)),
            ];
            var run = new RecipeRun(_model, new RecipeDefinition { Name = "overhead", Layers = layers });
            run.Attach(_optimizer);
            run.Prune(
                1,
                new PruneStage
                {
                    Score = Score.Magnitude,
                    Allocation = Allocation.Global,
                    AmountKind = AmountKind.Sparsity,
                    Amount = (decimal)WeightSet.Sparsity,
                }
            );
            return run;
        }

        public void Begin(int epoch) => _trainer.BeginEpoch(epoch, new RandomSource((ulong)epoch));

        /// <summary>Trains for the next part of the epoch.</summary>
        /// <returns>The seconds that it took.</returns>
        public double Train(int part, RecipeRun? run)
        {
            int steps = _trainer.StepsPerEpoch;
            long start = Stopwatch.GetTimestamp();
            for (int step = part * steps / Parts; step < (part + 1) * steps / Parts; step++)
            {
                _optimizer.zero_grad();
                _trainer.ComputeGradients();
                run?.BeforeOptimizerStep();
                _optimizer.step();
                run?.AfterOptimizerStep();
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        public void Dispose()
        {
            _optimizer.Dispose();
            _trainer.Dispose();
            _model.Dispose();
        }

        private static Tensor Pixels(LabelledImages images) =>
            tensor(images.Pixels, [images.Count, images.PixelsPerImage]);
    }
}
