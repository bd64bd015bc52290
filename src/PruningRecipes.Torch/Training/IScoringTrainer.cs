using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// What scores that see data need beside <see cref="ITrainer"/>: batches of the training data with their loss, apart from any
/// training. <see cref="SupervisedTrainer"/> serves inputs with targets; a loop of one's own implements these members if its
/// recipe has such a score.
/// </summary>
public interface IScoringTrainer : ITrainer
{
    /// <summary>The dimensions of one example, that of the batch not among them: what a score feeds that makes up its own input.</summary>
    IReadOnlyList<long> InputShape { get; }

    /// <summary>
    /// Starts a pass over the training data for a score. The same random numbers give the same examples in the same order,
    /// whatever the size of a batch, and all batches are of this size. The training that goes on, its order of examples and the
    /// mode of the model stay as they are.
    /// </summary>
    /// <param name="batchSize">The number of examples in a batch; null for that of the last training, or of all classes.</param>
    /// <param name="perClass">
    /// The number of examples of each class in a batch, which then has as many as that makes unless <paramref name="batchSize"/>
    /// is less; null for examples as they come.
    /// </param>
    /// <param name="random">What is to decide the order of the examples.</param>
    /// <returns>The number of examples in a batch.</returns>
    /// <exception cref="RecipeException">The data has no classes, or not so many examples of each.</exception>
    int BeginScoring(int? batchSize, int? perClass, RandomSource random);

    /// <summary>
    /// Runs the model on the next batch of the pass, in the mode that it is in, by the <c>call</c> of the model, so that hooks
    /// see it.
    /// </summary>
    /// <returns>The mean loss of the batch, one number, with the graph that leads to it where gradients are enabled.</returns>
    Tensor ComputeLoss();
}
