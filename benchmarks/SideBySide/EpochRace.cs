using Datasets;
using PruningRecipes.Torch;
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
        using var dense = new LoopTraining(images, images.Train.Count);
        using var masked = new LoopTraining(images, images.Train.Count);
        masked.Prune(
            new PruneStage
            {
                Score = Score.Magnitude,
                Allocation = Allocation.Global,
                AmountKind = AmountKind.Sparsity,
                Amount = (decimal)WeightSet.Sparsity,
            }
        );
        List<double[]> turns = [];
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            dense.Begin(epoch);
            masked.Begin(epoch);
            for (int part = 0; part < LoopTraining.Parts; part++)
            {
                turns.Add([dense.Train(part), masked.Train(part)]);
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
            [
                .. turns
                    .Skip(LoopTraining.Parts)
                    .Select(turn => Array.ConvertAll(turn, seconds => seconds * LoopTraining.Parts)),
            ]
        );
}
