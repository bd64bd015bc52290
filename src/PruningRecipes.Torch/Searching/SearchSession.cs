using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// One search: scores are trained in the place of the weights. Before each forward pass the model gets masked weights; their
/// gradients become those of the scores, straight through the mask. At the end masks and weights are those that were found.
/// </summary>
internal sealed class SearchSession(ActionContext context, CancellationToken cancellation)
{
    private TrainingLoop? _loop;

    /// <summary>The optimizer steps taken.</summary>
    public long Steps => _loop?.Steps ?? 0;

    /// <summary>The mean loss of the last epoch's batches; null before any.</summary>
    public double? Loss => _loop?.Loss;

    /// <summary>Searches to the end. If it does not come to it, weights and masks are as before.</summary>
    /// <param name="stage">What is asked for.</param>
    /// <param name="random">The stage's random numbers.</param>
    /// <param name="report">Called after each epoch with its number and how many there are.</param>
    /// <exception cref="RecipeException">
    /// The loss is not finite, a weight has no gradient, or the masks cannot be what the stage asks for.
    /// </exception>
    public void Run(SearchStage stage, RandomSource random, Action<int, int> report)
    {
        ITrainer trainer = context.Trainer;
        trainer.BeginTraining(stage.BatchSize, random.Bits(0));
        TrainingLength length = TrainingLength.Of(stage.Epochs, stage.Steps, trainer.StepsPerEpoch);
        ScheduledTraining schedule = ScheduledTraining.Of(stage.Schedule, length, null);
        // Numbers below zero: those above are the epochs'.
        SearchedLayer[] layers =
        [
            .. context.Layers.Select((layer, i) => SearchedLayer.Of(stage.Kind, layer, random.Split(-1 - i))),
        ];
        using FrozenParameters frozen = new(context.Model, context.Layers);
        using optim.Optimizer optimizer = stage.Optimizer.Create(layers.Select(layer => layer.Scores));
        bool isFound = false;
        try
        {
            Show(stage, layers, 0, isLast: false);
            _loop = new TrainingLoop(trainer, cancellation)
            {
                Length = length,
                Optimizer = optimizer,
                LearningRate = stage.Optimizer.LearningRate,
                Schedule = schedule,
                ZeroGradients = () => Array.ForEach(layers, layer => layer.ZeroGradient()),
                Step = step =>
                {
                    Array.ForEach(layers, layer => layer.Learn());
                    optimizer.step();
                    Show(stage, layers, step + 1, isLast: step + 1 == length.Steps);
                },
            };
            _loop.Run(random, report);
            isFound = true;
        }
        finally
        {
            foreach (SearchedLayer layer in layers)
            {
                if (!isFound)
                {
                    layer.Restore();
                }

                layer.Dispose();
            }
        }
    }

    /// <summary>Chooses the masks, and gives the model the weights that they keep.</summary>
    private void Show(SearchStage stage, SearchedLayer[] layers, long step, bool isLast)
    {
        Array.ForEach(layers, layer => layer.RestoreMask());
        if (stage.Keep is { } keep && (isLast || stage.Kind == SearchKind.EdgePopup))
        {
            using ScoringContext scoring = context.ScoringOf(
                Pruning(keep),
                step,
                [.. layers.Select(layer => layer.Saliency)]
            );
            Pruner.Prune(scoring);
        }
        else
        {
            Array.ForEach(layers, layer => layer.Draw(step));
        }

        Array.ForEach(layers, layer => layer.Show(stage.Rescales));
    }

    private static PruneStage Pruning(decimal keep) =>
        new()
        {
            Score = Score.EdgePopup,
            AmountKind = AmountKind.Keep,
            Amount = keep,
        };
}
