using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp;

public abstract class Loss<T1, T2, TResult> : Module<T1, T2, TResult>
{
    public Loss(Reduction reduction = Reduction.Mean)
        : base("")
    {
        name = GetType().Name;
        this.reduction = reduction;
    }

    public Reduction reduction { get; }
}

public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
{
    public WeightedLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean)
        : base(reduction) => ConditionallyRegisterBuffer(nameof(weight), weight);

    public Tensor? weight => OwnBufferTensor(nameof(weight));
}
