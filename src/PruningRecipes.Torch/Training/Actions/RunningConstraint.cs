using System.Numerics;

namespace PruningRecipes.Torch;

/// <summary>
/// Adds rho / 2 times the squared distance of the weights W from a point Z of the set, moved by multipliers U, to the loss. At
/// each update Z becomes the point nearest to W + U, and U grows by W - Z. The multipliers are scaled by rho, so where that
/// grows they shrink: what they pull by stays (Boyd et al., 2011, section 3.4.1).
/// </summary>
/// <remarks>An update comes before the gradients of its step, which see the new point. Other steps allocate nothing.</remarks>
internal sealed class RunningConstraint(ConstrainAction action, UpdateClock clock, ActionContext context)
    : RunningAction,
        IDisposable
{
    private readonly NativeBlock?[] _points = new NativeBlock?[context.Layers.Count];
    private readonly NativeBlock?[] _multipliers = new NativeBlock?[context.Layers.Count];
    private double _rho;

    public override bool SeesGradients => true;

    public override void SeeGradients(long step)
    {
        if (step == clock.Due)
        {
            Renew(step);
        }

        if (_rho == 0)
        {
            return;
        }

        for (int i = 0; i < _points.Length; i++)
        {
            MaskedLayer layer = context.Layers[i];
            if (layer.FindGradient() is [var gradient, ..])
            {
                Pull(gradient, layer.Weights, Point(i), Multipliers(i), _rho);
            }
        }
    }

    public void Dispose()
    {
        foreach (NativeBlock? block in _points.Concat(_multipliers))
        {
            block?.Dispose();
        }
    }

    private void Renew(long step)
    {
        double rho = action.Rho * Math.Pow((action.LastRho ?? action.Rho) / action.Rho, (double)clock.ShareOfUpdates);
        double scale = _rho == 0 ? 1 : _rho / rho;
        for (int i = 0; i < _points.Length; i++)
        {
            Add(Multipliers(i), context.Layers[i].Weights);
        }

        if (action.Pruning is { } pruning)
        {
            ProjectToPruned(pruning, step);
        }
        else
        {
            ProjectToUnified(action.Unification!);
        }

        // What was added up is W + U.
        for (int i = 0; i < _points.Length; i++)
        {
            Subtract(Multipliers(i), Point(i), scale);
        }

        _rho = rho;
        clock.Advance();
    }

    private void ProjectToPruned(PruneStage stage, long step)
    {
        using var scratch = new ScratchMasks(context.Layers);
        using ScoringContext scoring = context.ScoringOf(stage, step);
        scoring.RememberWeights([.. _points.Select((_, i) => Multipliers(i))]);
        Pruner.Prune(scoring);
        CopyKept();
    }

    private void ProjectToUnified(UnifyStage stage)
    {
        CopyKept();
        for (int i = 0; i < _points.Length; i++)
        {
            using var unification = new LayerUnification(context.Layers[i], stage);
            unification.Project(Point(i));
        }
    }

    private void CopyKept()
    {
        for (int i = 0; i < _points.Length; i++)
        {
            context.Layers[i].Mask.Bits.CopyKept(Multipliers(i), Point(i));
        }
    }

    private WeightView Point(int layer) => Room(ref _points[layer], context.Layers[layer].Weights);

    private WeightView Multipliers(int layer) => Room(ref _multipliers[layer], context.Layers[layer].Weights);

    /// <summary>As many numbers as there are weights, of zero at first.</summary>
    private static unsafe WeightView Room(ref NativeBlock? block, WeightView weights)
    {
        if (block is null)
        {
            block = new NativeBlock(weights.ByteLength);
            new Span<byte>(block.Start, checked((int)weights.ByteLength)).Clear();
        }

        return weights with
        {
            Address = (nint)block.Start,
        };
    }

    private static unsafe void Add(WeightView sums, WeightView weights)
    {
        if (sums.Type == ElementType.Float32)
        {
            Add((float*)sums.Address, (float*)weights.Address, sums.Length);
        }
        else
        {
            Add((double*)sums.Address, (double*)weights.Address, sums.Length);
        }
    }

    private static unsafe void Add<T>(T* sums, T* weights, long length)
        where T : unmanaged, INumber<T>
    {
        for (long i = 0; i < length; i++)
        {
            sums[i] += weights[i];
        }
    }

    private static unsafe void Subtract(WeightView sums, WeightView point, double scale)
    {
        if (sums.Type == ElementType.Float32)
        {
            Subtract((float*)sums.Address, (float*)point.Address, sums.Length, (float)scale);
        }
        else
        {
            Subtract((double*)sums.Address, (double*)point.Address, sums.Length, scale);
        }
    }

    private static unsafe void Subtract<T>(T* sums, T* point, long length, T scale)
        where T : unmanaged, INumber<T>
    {
        for (long i = 0; i < length; i++)
        {
            sums[i] = (sums[i] - point[i]) * scale;
        }
    }

    private static unsafe void Pull(
        WeightView gradient,
        WeightView weights,
        WeightView point,
        WeightView multipliers,
        double rho
    )
    {
        if (gradient.Type == ElementType.Float32)
        {
            Pull(
                (float*)gradient.Address,
                (float*)weights.Address,
                (float*)point.Address,
                (float*)multipliers.Address,
                gradient.Length,
                (float)rho
            );
        }
        else
        {
            Pull(
                (double*)gradient.Address,
                (double*)weights.Address,
                (double*)point.Address,
                (double*)multipliers.Address,
                gradient.Length,
                rho
            );
        }
    }

    private static unsafe void Pull<T>(T* gradient, T* weights, T* point, T* multipliers, long length, T rho)
        where T : unmanaged, INumber<T>
    {
        var rhos = new Vector<T>(rho);
        long i = 0;
        for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> distance = Vector.Load(weights + i) - Vector.Load(point + i) + Vector.Load(multipliers + i);
            (Vector.Load(gradient + i) + (rhos * distance)).Store(gradient + i);
        }

        for (; i < length; i++)
        {
            gradient[i] += rho * (weights[i] - point[i] + multipliers[i]);
        }
    }
}
