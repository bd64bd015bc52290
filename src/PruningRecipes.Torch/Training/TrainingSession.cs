using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>One training: batches from the trainer, steps of a new optimizer, masks kept.</summary>
internal sealed class TrainingSession(ITrainer trainer, MaskKeeper keeper, CancellationToken cancellation)
{
    /// <summary>The optimizer steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>The mean loss of the last epoch's batches; null before any.</summary>
    public double? Loss { get; private set; }

    /// <summary>Trains to the end.</summary>
    /// <param name="model">The model: its trainable parameters are the optimizer's.</param>
    /// <param name="stage">What is asked for.</param>
    /// <param name="random">The stage's random numbers.</param>
    /// <param name="report">Called after each epoch with its number and how many there are.</param>
    /// <exception cref="RecipeException">The loss is not finite.</exception>
    public void Run(nn.Module model, TrainStage stage, RandomSource random, Action<int, int> report)
    {
        trainer.BeginTraining(stage.BatchSize, random.Bits(0));
        TrainingLength length = stage.Length(trainer.StepsPerEpoch);
        int epochs = checked((int)((length.Steps + length.StepsPerEpoch - 1) / length.StepsPerEpoch));
        keeper.AfterStep();
        Parameter[] parameters = [.. model.parameters().Where(parameter => parameter.requires_grad)];
        using optim.Optimizer optimizer = stage.Optimizer.Create(parameters);
        keeper.Attach(optimizer);
        try
        {
            optim.ILearningRateController[] rates = [.. optimizer.ParamGroups];
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                trainer.BeginEpoch(epoch, random.Split(epoch));
                RunEpoch(optimizer, rates, stage, length, epoch);
                report(epoch, epochs);
            }
        }
        finally
        {
            keeper.Detach(optimizer);
        }
    }

    private void RunEpoch(
        optim.Optimizer optimizer,
        optim.ILearningRateController[] rates,
        TrainStage stage,
        TrainingLength length,
        int epoch
    )
    {
        long first = Steps;
        long end = Math.Min(first + length.StepsPerEpoch, length.Steps);
        double sum = 0;
        while (Steps < end)
        {
            cancellation.ThrowIfCancellationRequested();
            double rate = stage.Optimizer.LearningRate * stage.Schedule.Factor(Steps, length);
            foreach (optim.ILearningRateController group in rates)
            {
                group.LearningRate = rate;
            }

            optimizer.zero_grad();
            double loss = trainer.ComputeGradients();
            if (!double.IsFinite(loss))
            {
                throw new RecipeException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The loss is {loss} in epoch {epoch}, step {Steps - first + 1} of {end - first}; try a lower learning rate than {stage.Optimizer.LearningRate}."
                    )
                );
            }

            sum += loss;
            keeper.BeforeStep();
            optimizer.step();
            keeper.AfterStep();
            Steps++;
        }

        Loss = sum / (end - first);
    }
}
