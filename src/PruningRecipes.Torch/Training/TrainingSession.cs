using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>One training: batches from the trainer, steps of a new optimizer, masks kept, actions when they are due.</summary>
internal sealed class TrainingSession(ActionContext context, MaskKeeper keeper, CancellationToken cancellation)
{
    /// <summary>The optimizer steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>The mean loss of the last epoch's batches; null before any.</summary>
    public double? Loss { get; private set; }

    /// <summary>Trains to the end.</summary>
    /// <param name="stage">What is asked for.</param>
    /// <param name="random">The stage's random numbers.</param>
    /// <param name="before">The schedule of the training before; null if there was none.</param>
    /// <param name="report">Called after each epoch with its number and how many there are.</param>
    /// <returns>The schedule of this training.</returns>
    /// <exception cref="RecipeException">The loss is not finite, or something does not fit the training.</exception>
    public ScheduledTraining Run(
        TrainStage stage,
        RandomSource random,
        ScheduledTraining? before,
        Action<int, int> report
    )
    {
        ITrainer trainer = context.Trainer;
        trainer.BeginTraining(stage.BatchSize, random.Bits(0));
        TrainingLength length = stage.Length(trainer.StepsPerEpoch);
        ScheduledTraining schedule = ScheduledTraining.Of(stage.Schedule, length, before);
        int epochs = checked((int)((length.Steps + length.StepsPerEpoch - 1) / length.StepsPerEpoch));
        keeper.AfterStep();
        Parameter[] parameters = [.. context.Model.parameters().Where(parameter => parameter.requires_grad)];
        optim.Optimizer optimizer = stage.Optimizer.Create(parameters);
        context.Snapshots.Optimizer.Begin(optimizer);
        keeper.Attach(optimizer);
        try
        {
            keeper.AfterStep();
            // Numbers below zero: those above are the epochs'.
            using var actions = new RunningActions(
                stage.During,
                i => context.Of(length, stage.Optimizer.KeptMomentum, random.Split(-1 - i))
            );
            actions.BetweenSteps(0);
            optim.ILearningRateController[] rates = [.. optimizer.ParamGroups];
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                trainer.BeginEpoch(epoch, random.Split(epoch));
                RunEpoch(new Loop(optimizer, rates, stage.Optimizer.LearningRate, schedule, actions), length, epoch);
                report(epoch, epochs);
            }
        }
        finally
        {
            keeper.Detach(optimizer);
        }

        return schedule;
    }

    private void RunEpoch(Loop loop, TrainingLength length, int epoch)
    {
        long first = Steps;
        long end = Math.Min(first + length.StepsPerEpoch, length.Steps);
        double sum = 0;
        while (Steps < end)
        {
            cancellation.ThrowIfCancellationRequested();
            double rate = loop.LearningRate * loop.Schedule.Factor(Steps);
            foreach (optim.ILearningRateController group in loop.Rates)
            {
                group.LearningRate = rate;
            }

            loop.Optimizer.zero_grad();
            double loss = context.Trainer.ComputeGradients();
            if (!double.IsFinite(loss))
            {
                throw new RecipeException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The loss is {loss} in epoch {epoch}, step {Steps - first + 1} of {end - first}; try a lower learning rate than {loop.LearningRate}."
                    )
                );
            }

            sum += loss;
            if (!loop.Actions.BeforeStep(Steps))
            {
                keeper.BeforeStep();
                loop.Optimizer.step();
            }

            keeper.AfterStep();
            Steps++;
            loop.Actions.BetweenSteps(Steps);
        }

        Loss = sum / (end - first);
    }

    /// <summary>What stays the same from step to step.</summary>
    private readonly record struct Loop(
        optim.Optimizer Optimizer,
        optim.ILearningRateController[] Rates,
        double LearningRate,
        ScheduledTraining Schedule,
        RunningActions Actions
    );
}
