using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>What optimizers remember of each weight, and what would bring pruned weights back to life.</summary>
internal static class OptimizerMoments
{
    /// <summary>The most moments that a supported optimizer keeps of a weight.</summary>
    public const int Most = 3;

    /// <summary>A moment of a parameter; null if the optimizer has none, or has not made it yet.</summary>
    /// <param name="state">The optimizer's live state of the parameter.</param>
    /// <param name="index">In [0, <see cref="Most"/>).</param>
    public static Tensor? Of(OptimizerState state, int index) =>
        state switch
        {
            SGD.State sgd => index == 0 ? sgd.momentum_buffer : null,
            Adam.State adam => index switch
            {
                0 => adam.exp_avg,
                1 => adam.exp_avg_sq,
                _ => adam.max_exp_avg_sq,
            },
            AdamW.State adam => index switch
            {
                0 => adam.exp_avg,
                1 => adam.exp_avg_sq,
                _ => adam.max_exp_avg_sq,
            },
            _ => null,
        };

    /// <summary>The live states of an optimizer by the handles of its parameters.</summary>
    /// <exception cref="NotSupportedException">The optimizer is none whose moments are known.</exception>
    public static IReadOnlyDictionary<nint, OptimizerState> States(optim.Optimizer optimizer)
    {
        if (optimizer is not (SGD or Adam or AdamW))
        {
            throw new NotSupportedException(
                $"Masks cannot be kept under {optimizer.GetType().Name}, whose moments are not known; SGD, Adam and AdamW are supported."
            );
        }

        var helper = (OptimizerHelper)optimizer;
        return helper
            .parameters()
            .Zip(helper.state_dict().State)
            .Where(pair => !pair.First.IsInvalid)
            .ToDictionary(pair => pair.First.Handle, pair => pair.Second);
    }
}
