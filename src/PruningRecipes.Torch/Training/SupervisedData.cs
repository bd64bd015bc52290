using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>Inputs with their targets, examples along the first dimension. The tensors stay their owner's.</summary>
public sealed class SupervisedData
{
    /// <summary>Data for training and for evaluation.</summary>
    /// <exception cref="ArgumentException">Inputs and targets differ in number, or there are none.</exception>
    public SupervisedData(Tensor trainInputs, Tensor trainTargets, Tensor testInputs, Tensor testTargets)
    {
        TrainInputs = trainInputs;
        TrainTargets = trainTargets;
        TestInputs = testInputs;
        TestTargets = testTargets;
        TrainCount = Count(trainInputs, trainTargets, nameof(trainTargets));
        TestCount = Count(testInputs, testTargets, nameof(testTargets));
    }

    /// <summary>[examples, ...].</summary>
    public Tensor TrainInputs { get; }

    /// <summary>[examples, ...]: whole numbers for classes.</summary>
    public Tensor TrainTargets { get; }

    /// <summary>[examples, ...].</summary>
    public Tensor TestInputs { get; }

    /// <summary>[examples, ...]: whole numbers for classes.</summary>
    public Tensor TestTargets { get; }

    internal long TrainCount { get; }

    internal long TestCount { get; }

    private static long Count(Tensor inputs, Tensor targets, string argument)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        long examples = inputs.dim() > 0 ? inputs.size(0) : 0;
        long answers = targets.dim() > 0 ? targets.size(0) : 0;
        return examples == answers && examples > 0
            ? examples
            : throw new ArgumentException($"There are {examples} inputs and {answers} targets.", argument);
    }
}
