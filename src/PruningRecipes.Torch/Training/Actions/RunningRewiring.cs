using System.Numerics;

namespace PruningRecipes.Torch;

/// <summary>Exchanges weights at each update.</summary>
internal sealed class RunningRewiring : RunningAction, IDisposable
{
    private readonly RewireAction _action;
    private readonly UpdateClock _clock;
    private readonly ActionContext _context;

    /// <summary>For growth by momentum, that of each layer, pruned weights included.</summary>
    private readonly NativeBlock?[] _momentum;

    public RunningRewiring(RewireAction action, UpdateClock clock, ActionContext context)
    {
        _action = action;
        _clock = clock;
        _context = context;
        _momentum = new NativeBlock?[context.Layers.Count];
    }

    public override long Due => _clock.Due;

    public override bool SeesGradients => _action.Grow == Growth.Momentum;

    public override void SeeGradients(long step)
    {
        for (int i = 0; i < _momentum.Length; i++)
        {
            if (_context.Layers[i].FindGradient() is [var gradient, ..])
            {
                Accumulate(MomentumOf(i, gradient), gradient, _context.Momentum);
            }
        }
    }

    /// <summary>As published, an exchange by gradients takes the place of the step whose gradients it used.</summary>
    public override bool Update(long step)
    {
        decimal fraction = Rewiring.FractionAt(_action.Decay, _action.Fraction, _clock.Progress);
        RandomSource random = _context.Random.Split(step);
        for (int i = 0; i < _context.Layers.Count; i++)
        {
            MaskedLayer layer = _context.Layers[i];
            Rewirer.Exchange(
                layer.Path,
                layer.Mask.Bits,
                layer.Weights,
                _action.Grow == Growth.Random ? ScoreView.Uniform(random.Split(i)) : ScoreView.Magnitude(Slopes(i)),
                fraction,
                mayRegrow: _action.Grow == Growth.Gradient
            );
        }

        _clock.Advance();
        return _action.Grow == Growth.Gradient;
    }

    public void Dispose()
    {
        foreach (NativeBlock? block in _momentum)
        {
            block?.Dispose();
        }
    }

    /// <summary>The gradients, or their momentum.</summary>
    private WeightView Slopes(int layer) =>
        _context.Layers[layer].FindGradient() is not [var gradient, ..]
            ? throw new RecipeException(
                $"'{_context.Layers[layer].Path}' has no gradient to grow by; train it, or grow at random."
            )
        : _action.Grow == Growth.Momentum ? MomentumOf(layer, gradient)
        : gradient;

    private unsafe WeightView MomentumOf(int layer, WeightView gradient)
    {
        if (_momentum[layer] is not { } block)
        {
            block = new NativeBlock(gradient.ByteLength);
            new Span<byte>(block.Start, checked((int)gradient.ByteLength)).Clear();
            _momentum[layer] = block;
        }

        return gradient with
        {
            Address = (nint)block.Start,
        };
    }

    private static unsafe void Accumulate(WeightView momentum, WeightView gradient, double factor)
    {
        if (gradient.Type == ElementType.Float32)
        {
            Accumulate((float*)momentum.Address, (float*)gradient.Address, gradient.Length, (float)factor);
        }
        else
        {
            Accumulate((double*)momentum.Address, (double*)gradient.Address, gradient.Length, factor);
        }
    }

    private static unsafe void Accumulate<T>(T* momentum, T* gradient, long length, T factor)
        where T : unmanaged, INumber<T>
    {
        var factors = new Vector<T>(factor);
        long i = 0;
        for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
        {
            ((Vector.Load(momentum + i) * factors) + Vector.Load(gradient + i)).Store(momentum + i);
        }

        for (; i < length; i++)
        {
            momentum[i] = (momentum[i] * factor) + gradient[i];
        }
    }
}
