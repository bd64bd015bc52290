using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>What the stages of a run measured.</summary>
/// <param name="model">The model.</param>
/// <param name="binding">The recipe's layers in it.</param>
internal sealed class Measurements(nn.Module model, ModelBinding binding)
{
    private const Metric Known = Metric.Accuracy | Metric.Loss | Metric.Sparsity | Metric.Flops;

    private readonly List<Evaluation> _evaluations = [];

    /// <summary>The figures, in the order in which they were measured.</summary>
    public IReadOnlyList<Evaluation> Evaluations => [.. _evaluations];

    /// <summary>Forgets the run before.</summary>
    public void Clear() => _evaluations.Clear();

    /// <summary>Measures.</summary>
    /// <param name="stage">The stage that asks.</param>
    /// <param name="name">The name of the figures; null for none.</param>
    /// <param name="metrics">What is measured.</param>
    /// <param name="step">The steps of the training that were taken; null outside of one.</param>
    /// <param name="trainer">Who measures the model; is not asked for where the sparsity alone is.</param>
    /// <exception cref="RecipeException">
    /// The accuracy is asked for, and the trainer has none; or the operations are, and it has no example to count them on, or a
    /// layer is not called.
    /// </exception>
    /// <exception cref="NotSupportedException">Something is asked for that this version does not measure.</exception>
    public void Add(StageReport stage, string? name, Metric metrics, long? step, Func<ITrainer> trainer)
    {
        if ((metrics & ~Known) is var others && others != Metric.None)
        {
            throw new NotSupportedException($"The metrics {others} are not supported by this version.");
        }

        HeldOutFigures? figures = (metrics & (Metric.Accuracy | Metric.Loss)) == 0 ? null : trainer().Evaluate();
        if (metrics.HasFlag(Metric.Accuracy) && figures is { Accuracy: null })
        {
            throw new RecipeException(
                "The trainer has no accuracy: the targets are not classes. Evaluate the loss instead."
            );
        }

        bool hasSparsity = metrics.HasFlag(Metric.Sparsity);
        _evaluations.Add(
            new Evaluation
            {
                Name = name,
                Stage = stage.Stage,
                Step = step,
                Rounds = stage.Rounds,
                Accuracy = metrics.HasFlag(Metric.Accuracy) ? figures?.Accuracy : null,
                Loss = metrics.HasFlag(Metric.Loss) ? figures?.Loss : null,
                Sparsity = hasSparsity ? binding.Masks.Sparsity : null,
                Layers = hasSparsity ? binding.Masks.ToFigures() : [],
                Flops = metrics.HasFlag(Metric.Flops) ? CountOperations(trainer()) : null,
            }
        );
    }

    /// <summary>A weight is multiplied, and the product added, once at each position of its layer's output.</summary>
    private OperationCount CountOperations(ITrainer trainer)
    {
        long[] positions = LayerInputs.CountPositions(
            model,
            binding.Layers,
            CalibrationData.Require(trainer, "the metric 'flops'")
        );
        return new OperationCount([
            .. binding.Layers.Select(
                (layer, i) =>
                    new LayerOperations(
                        layer.Path,
                        2 * positions[i] * layer.Mask.Units,
                        2 * positions[i] * layer.Mask.Kept
                    )
            ),
        ]);
    }
}
