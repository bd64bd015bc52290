using System.Globalization;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>What trainings and searches share: epochs and batches from the trainer, the learning rate, the mean loss.</summary>
internal sealed class TrainingLoop(ITrainer trainer, CancellationToken cancellation)
{
    /// <summary>How many steps, and how many make an epoch.</summary>
    public required TrainingLength Length { get; init; }

    public required optim.Optimizer Optimizer { get; init; }

    /// <summary>The learning rate that the schedule multiplies.</summary>
    public required double LearningRate { get; init; }

    public required ScheduledTraining Schedule { get; init; }

    /// <summary>Zeroes the gradients that the trainer adds to.</summary>
    public required Action ZeroGradients { get; init; }

    /// <summary>What a step does with its gradients, by the number of steps before it.</summary>
    public required Action<long> Step { get; init; }

    /// <summary>The optimizer steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>The mean loss of the last epoch's batches; null before any.</summary>
    public double? Loss { get; private set; }

    /// <summary>Runs to the end.</summary>
    /// <param name="random">What decides the order of the examples.</param>
    /// <param name="report">Called after each epoch with its number and how many there are.</param>
    /// <exception cref="RecipeException">The loss is not finite.</exception>
    public void Run(RandomSource random, Action<int, int> report)
    {
        optim.ILearningRateController[] rates = [.. Optimizer.ParamGroups];
        int epochs = checked((int)((Length.Steps + Length.StepsPerEpoch - 1) / Length.StepsPerEpoch));
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            trainer.BeginEpoch(epoch, random.Split(epoch));
            RunEpoch(rates, epoch);
            report(epoch, epochs);
        }
    }

    private void RunEpoch(optim.ILearningRateController[] rates, int epoch)
    {
        long first = Steps;
        long end = Math.Min(first + Length.StepsPerEpoch, Length.Steps);
        double sum = 0;
        while (Steps < end)
        {
            cancellation.ThrowIfCancellationRequested();
            double rate = LearningRate * Schedule.Factor(Steps);
            foreach (optim.ILearningRateController group in rates)
            {
                group.LearningRate = rate;
            }

            ZeroGradients();
            double loss = trainer.ComputeGradients();
            if (!double.IsFinite(loss))
            {
                throw new RecipeException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The loss is {loss} in epoch {epoch}, step {Steps - first + 1} of {end - first}; try a lower learning rate than {LearningRate}."
                    )
                );
            }

            sum += loss;
            Step(Steps++);
        }

        Loss = sum / (end - first);
    }
}
