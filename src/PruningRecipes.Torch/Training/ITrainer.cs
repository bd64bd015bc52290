namespace PruningRecipes.Torch;

/// <summary>
/// What a recipe needs to train a model and to measure it: batches and their gradients. The recipe brings the optimizer,
/// the schedule and the masks. <see cref="SupervisedTrainer"/> serves inputs with targets; a loop of one's own implements
/// these members.
/// </summary>
public interface ITrainer
{
    /// <summary>The number of batches in a pass over the training data, at the batch size of this training.</summary>
    int StepsPerEpoch { get; }

    /// <summary>Starts a training: the model goes into training mode.</summary>
    /// <param name="batchSize">The number of examples in a batch; null leaves it to the trainer.</param>
    /// <param name="seed">The seed of what is random in the model, such as dropout.</param>
    void BeginTraining(int? batchSize, ulong seed);

    /// <summary>Starts a pass over the training data.</summary>
    /// <param name="epoch">Its number, from 1.</param>
    /// <param name="random">What is to decide the order of the examples.</param>
    void BeginEpoch(int epoch, RandomSource random);

    /// <summary>
    /// Adds the gradients of the next batch to the parameters' gradients, which were zeroed before. The optimizer's step is the
    /// recipe's.
    /// </summary>
    /// <returns>The mean loss of the batch.</returns>
    double ComputeGradients();

    /// <summary>Measures the model on held-out data, in evaluation mode.</summary>
    HeldOutFigures Evaluate();
}

/// <summary>What a trainer measures on held-out data.</summary>
/// <param name="Accuracy">The share of right answers, in [0, 1]; null where answers are not right or wrong.</param>
/// <param name="Loss">The mean loss over the examples.</param>
public readonly record struct HeldOutFigures(double? Accuracy, double Loss);
