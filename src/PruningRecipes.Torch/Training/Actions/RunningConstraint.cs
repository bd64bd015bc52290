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
    private readonly LayerNumbers _points = new(context.Layers);
    private readonly LayerNumbers _multipliers = new(context.Layers);
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

        for (int i = 0; i < context.Layers.Count; i++)
        {
            MaskedLayer layer = context.Layers[i];
            if (layer.FindGradient() is [var gradient, ..])
            {
                Pull(gradient, layer.Weights, _points[i], _multipliers[i], _rho);
            }
        }
    }

    public void Dispose()
    {
        _points.Dispose();
        _multipliers.Dispose();
    }

    private void Renew(long step)
    {
        double rho = action.Rho * Math.Pow((action.LastRho ?? action.Rho) / action.Rho, (double)clock.ShareOfUpdates);
        double scale = _rho == 0 ? 1 : _rho / rho;
        for (int i = 0; i < context.Layers.Count; i++)
        {
            _multipliers.Accumulate(i, context.Layers[i].Weights, 1);
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
        for (int i = 0; i < context.Layers.Count; i++)
        {
            Subtract(_multipliers[i], _points[i], scale);
        }

        _rho = rho;
        clock.Advance();
    }

    private void ProjectToPruned(PruneStage stage, long step)
    {
        using var scratch = new ScratchMasks(context.Layers);
        using ScoringContext scoring = context.ScoringOf(stage, step);
        scoring.RememberWeights([.. context.Layers.Select((_, i) => _multipliers[i])]);
        Pruner.Prune(scoring);
        CopyKept();
    }

    private void ProjectToUnified(UnifyStage stage)
    {
        CopyKept();
        for (int i = 0; i < context.Layers.Count; i++)
        {
            using var unification = new LayerUnification(context.Layers[i], stage);
            unification.Project(_points[i]);
        }
    }

    private void CopyKept()
    {
        for (int i = 0; i < context.Layers.Count; i++)
        {
            context.Layers[i].Mask.Bits.CopyKept(_multipliers[i], _points[i]);
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
