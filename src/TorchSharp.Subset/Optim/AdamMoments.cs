using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What Adam and AdamW share: Kingma and Ba's update, in PyTorch's order of operations.</summary>
internal sealed class AdamMoments(
    double learningRate,
    double beta1,
    double beta2,
    double eps,
    double weightDecay,
    bool amsgrad,
    bool maximize,
    bool decoupledDecay
)
{
    private readonly Scalar _beta1 = beta1;
    private readonly Scalar _beta2 = beta2;
    private readonly Scalar _arriving1 = 1 - beta1;
    private readonly Scalar _arriving2 = 1 - beta2;
    private readonly Scalar _eps = eps;
    private readonly Scalar? _shrink = decoupledDecay && weightDecay != 0 ? 1 - learningRate * weightDecay : null;
    private readonly Scalar? _weightDecay = !decoupledDecay && weightDecay != 0 ? weightDecay : null;

    // Depend on the step alone, which all parameters of a group usually share.
    private long _step = -1;
    private Scalar _correction = 1.0;
    private Scalar _descent = 0.0;

    internal static void Validate(double lr, double beta1, double beta2, double eps, double weight_decay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lr);
        ArgumentOutOfRangeException.ThrowIfNegative(eps);
        ArgumentOutOfRangeException.ThrowIfNegative(weight_decay);
        ArgumentOutOfRangeException.ThrowIfNegative(beta1);
        ArgumentOutOfRangeException.ThrowIfNegative(beta2);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta1, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta2, 1);
    }

    internal void Apply(
        Parameter parameter,
        Tensor gradient,
        long step,
        Tensor mean,
        Tensor meanSquare,
        Tensor? largestMeanSquare
    )
    {
        Correct(step);
        if (_shrink is not null)
        {
            parameter.mul_(_shrink);
        }

        using var ascent = maximize ? gradient.neg() : null;
        var direction = ascent ?? gradient;
        using var decayed = _weightDecay is not null ? direction.add(parameter, _weightDecay) : null;
        direction = decayed ?? direction;

        mean.mul_(_beta1).add_(direction, _arriving1);
        meanSquare.mul_(_beta2).addcmul_(direction, direction, _arriving2);
        if (amsgrad)
        {
            using var larger = largestMeanSquare!.maximum(meanSquare);
            largestMeanSquare.copy_(larger);
        }

        using var denominator = (amsgrad ? largestMeanSquare! : meanSquare).sqrt().div_(_correction).add_(_eps);
        parameter.addcdiv_(mean, denominator, _descent);
    }

    private void Correct(long step)
    {
        if (step == _step)
        {
            return;
        }

        _step = step;
        _correction = Math.Sqrt(1 - Math.Pow(beta2, step));
        _descent = -learningRate / (1 - Math.Pow(beta1, step));
    }
}
