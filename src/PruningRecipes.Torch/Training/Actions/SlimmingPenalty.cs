using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>An l1 penalty on the scales of batch norms, by its subgradient (network slimming: Liu et al., ICCV 2017).</summary>
internal sealed class SlimmingPenalty : RunningAction
{
    private readonly double _strength;
    private readonly decimal _from;
    private readonly decimal _until;
    private readonly Parameter[] _scales;

    /// <exception cref="RecipeException">The model has no batch norm with a scale.</exception>
    public SlimmingPenalty(double strength, decimal from, decimal until, nn.Module model)
    {
        _strength = strength;
        _from = from;
        _until = until;
        _scales =
        [
            .. model.modules().Prepend(model).OfType<BatchNorm>().Select(norm => norm.weight).OfType<Parameter>(),
        ];
        if (_scales.Length == 0)
        {
            throw new RecipeException($"{model.GetName()} has no batch norm whose scales could be penalised.");
        }
    }

    public override bool SeesGradients => true;

    public override void SeeGradients(long step)
    {
        if (step < _from || step >= _until)
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        foreach (Parameter scale in _scales)
        {
            scale.grad?.add_(scale.sign(), _strength);
        }
    }
}
