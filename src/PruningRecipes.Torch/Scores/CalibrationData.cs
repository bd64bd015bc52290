using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>A model and the batches of the training data that it is looked at on: the same in every run.</summary>
/// <param name="Model">The model.</param>
/// <param name="Trainer">Who gives the batches.</param>
/// <param name="Random">What decides which they are.</param>
/// <param name="Batches">How many.</param>
/// <param name="PerClass">How many examples of each class a batch has; null for batches as in training.</param>
/// <param name="BatchSize">How many examples are in each; null for as many as in the last training.</param>
internal readonly record struct CalibrationData(
    nn.Module Model,
    IScoringTrainer Trainer,
    RandomSource Random,
    int Batches,
    int? PerClass,
    int? BatchSize = null
)
{
    /// <summary>The trainer as one that gives batches.</summary>
    /// <param name="trainer">The trainer; null outside a run.</param>
    /// <param name="who">Who needs it, for messages.</param>
    /// <exception cref="RecipeException">There is none, or it gives no batches.</exception>
    public static IScoringTrainer Require(ITrainer? trainer, string who) =>
        trainer switch
        {
            IScoringTrainer scoring => scoring,
            null => throw new RecipeException($"There is no trainer: {who} that sees data belongs into a run."),
            _ => throw new RecipeException(
                $"The trainer {trainer.GetType().Name} gives scores no batches: it does not implement {nameof(IScoringTrainer)}."
            ),
        };

    /// <summary>Runs the model on the batches, in the mode that it is in.</summary>
    public void Run()
    {
        Trainer.BeginScoring(BatchSize, PerClass, Random);
        for (int batch = 0; batch < Batches; batch++)
        {
            Trainer.ComputeLoss().Dispose();
        }
    }
}
