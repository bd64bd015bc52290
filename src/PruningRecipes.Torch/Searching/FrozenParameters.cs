using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>Keeps all parameters but those of the layers from having gradients, as long as it lives.</summary>
internal sealed class FrozenParameters : IDisposable
{
    private readonly Parameter[] _frozen;

    public FrozenParameters(nn.Module model, IReadOnlyList<MaskedLayer> layers)
    {
        HashSet<nint> searched = [.. layers.Select(layer => layer.Parameter.Handle)];
        _frozen =
        [
            .. model.parameters().Where(parameter => parameter.requires_grad && !searched.Contains(parameter.Handle)),
        ];
        foreach (Parameter parameter in _frozen)
        {
            parameter.requires_grad = false;
        }
    }

    public void Dispose()
    {
        foreach (Parameter parameter in _frozen)
        {
            parameter.requires_grad = true;
        }
    }
}
