using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// The mean square, over the N x N entries of the Gram matrix of a layer's N filters, of those entries that a filter is in
/// which is penalised as a whole: it becomes small, and orthogonal to those that stay, among which nothing is asked (TPP: Wang
/// and Fu, ICLR 2023).
/// </summary>
internal sealed class DecorrelationPenalty(RegularizeAction action, decimal from, decimal until, ActionContext context)
    : GrowingPenalty(action, from, until, context)
{
    /// <summary>For each layer [N, N]: 1 for the entries in which such a filter is, 0 for the others; null without such filters.</summary>
    private readonly Tensor?[] _touched = new Tensor?[context.Layers.Count];

    public override void Dispose()
    {
        base.Dispose();
        foreach (Tensor? touched in _touched)
        {
            touched?.Dispose();
        }
    }

    protected override void Begin(MaskedLayer layer, int number, BitMask penalised)
    {
        var filters = UnitLayout.Of(layer.Path, layer.Mask.Shape, Grain.Filter);
        using var others = new BitMask(filters.Weights);
        others.CopyFrom(layer.Mask.Bits);
        others.Subtract(penalised);
        using var staying = new BitMask(filters.Count);
        filters.Gather(others, staying);
        // Those that are pruned already are zero, and so is their part of the matrix.
        if (staying.Pruned > 0)
        {
            _touched[number] = Touched(staying, layer.Parameter);
        }
    }

    /// <summary>The entries of the Gram matrix G = W W' that count are squared, so that those of its gradient are 2 G / N^2, twice W.</summary>
    protected override void AddTo(MaskedLayer layer, int number, BitMask penalised, double factor)
    {
        if (_touched[number] is not { } touched)
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        Parameter parameter = layer.Parameter;
        if (parameter.grad is { } gradient)
        {
            long count = touched.size(0);
            Tensor weights = parameter.reshape(count, -1).to(touched.dtype);
            Tensor gram = weights.matmul(weights.mT).mul_(touched);
            gradient.add_(gram.matmul(weights).reshape(parameter.shape), 4 * factor / ((double)count * count));
        }
    }

    private static Tensor Touched(BitMask staying, Parameter weight)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] stays = new float[staying.Length];
        foreach (long filter in new KeptUnits(staying))
        {
            stays[filter] = 1;
        }

        Tensor kept = tensor(stays);
        return (1 - kept.outer(kept))
            .to(weight.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32)
            .to(weight.device)
            .DetachFromDisposeScope();
    }
}
