using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// Holds the masks against the optimizer: after every step each pruned weight, its gradient and its moments are exactly
/// zero, whatever the momentum and the weight decay. A step allocates no managed memory once its gradients and moments
/// stay in place.
/// <para>
/// An optimizer that sees a zero gradient leaves a zero weight with zero moments as it is. So a step costs one pass over the
/// gradients before it, and one look at the weights after it, which bear witness to the rest: where a pruned weight has moved,
/// the layer is masked in full.
/// </para>
/// </summary>
internal sealed class MaskKeeper(ModelBinding binding)
{
    private readonly MaskedLayer[] _layers = [.. binding.Layers];
    private readonly MaskPass _pass = new();

    /// <summary>Whether the next call comes after a step that saw masked gradients, or may come after anything.</summary>
    private bool _isInStep;

    /// <summary>Keeps the optimizer's moments masked too.</summary>
    /// <exception cref="NotSupportedException">The optimizer is none whose moments are known.</exception>
    /// <exception cref="RecipeException">It moves none of the layers.</exception>
    public void Attach(optim.Optimizer optimizer)
    {
        RebindIfStale();
        _isInStep = false;
        IReadOnlyDictionary<nint, OptimizerState> states = OptimizerMoments.States(optimizer);
        optim.ILearningRateController[] rates = [.. optimizer.ParamGroups];
        int attached = _layers.Count(layer => layer.Attach(optimizer, states, rates));
        if (attached == 0 && _layers.Length > 0)
        {
            throw new RecipeException(
                $"The {optimizer.GetType().Name} moves none of the recipe's layers; make it from the model's parameters, after any conversion of the model."
            );
        }
    }

    public void Detach(optim.Optimizer optimizer)
    {
        foreach (MaskedLayer layer in _layers)
        {
            layer.Detach(optimizer);
        }
    }

    /// <summary>Between backward and step.</summary>
    public void BeforeStep()
    {
        RebindIfStale();
        _pass.Clear();
        foreach (MaskedLayer layer in _layers)
        {
            ReadOnlySpan<WeightView> gradient = layer.FindGradient();
            _pass.Add(layer.Mask.Bits, gradient);
            if (layer.Frozen is { } frozen && gradient is [var slopes, ..])
            {
                frozen.Clear(slopes);
            }
        }

        _pass.Run();
        _isInStep = true;
    }

    /// <summary>After the step, and after masks or weights have changed otherwise.</summary>
    public void AfterStep()
    {
        RebindIfStale();
        _pass.Clear();
        foreach (MaskedLayer layer in _layers)
        {
            _pass.Add(layer.Mask.Bits, _isInStep ? layer.FindWitnesses() : layer.FindAll());
        }

        _pass.Run();
        for (int i = 0; i < _layers.Length; i++)
        {
            if (_pass.Found(i))
            {
                MaskedLayer layer = _layers[i];
                layer.FollowGradient();
                layer.Mask.Bits.Apply(layer.FindAll());
            }

            _layers[i].Frozen?.Restore(_layers[i].Weights, _layers[i].Mask.Bits);
        }

        _isInStep = false;
    }

    /// <summary>After something other than training may have set weights.</summary>
    public void AfterChange()
    {
        ThawMoved();
        AfterStep();
    }

    /// <summary>Where weights that were frozen have been set to other values, training may move them again.</summary>
    public void ThawMoved()
    {
        RebindIfStale();
        foreach (MaskedLayer layer in _layers)
        {
            layer.ThawIfMoved();
        }
    }

    private void RebindIfStale()
    {
        foreach (MaskedLayer layer in _layers)
        {
            if (layer.IsStale)
            {
                binding.Refresh();
                _isInStep = false;
                return;
            }
        }
    }
}
