using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// Until it is disposed, a model may be run in any mode, with random numbers of a seed: then modes, buffers such as running
/// statistics, and the random numbers of torch are again what they were, bit for bit. Gradients of the weights can be asked
/// for also where they are frozen.
/// </summary>
internal sealed class UntouchedModel : IDisposable
{
    private readonly List<(nn.Module Module, bool IsTraining)> _modes;
    private readonly List<(Tensor Buffer, Tensor Copy)> _buffers;
    private readonly List<Parameter> _frozen;
    private readonly Tensor _randomState = random.get_rng_state().DetachFromDisposeScope();

    /// <param name="model">The model.</param>
    /// <param name="isTraining">The mode that it is put into.</param>
    /// <param name="layers">The layers whose weights are to have gradients.</param>
    public UntouchedModel(nn.Module model, bool isTraining, IReadOnlyList<MaskedLayer> layers)
    {
        // A parent before its children, as setting its mode sets theirs.
        _modes = [.. model.named_modules().Select(entry => entry.module).Prepend(model).Select(m => (m, m.training))];
        _buffers = [.. model.buffers().Select(buffer => (buffer, buffer.clone().DetachFromDisposeScope()))];
        _frozen = [.. layers.Select(layer => layer.Parameter).Where(parameter => !parameter.requires_grad)];
        foreach (Parameter parameter in _frozen)
        {
            parameter.requires_grad = true;
        }

        model.train(isTraining);
    }

    public void Dispose()
    {
        using IDisposable mode = no_grad();
        foreach ((Tensor buffer, Tensor copy) in _buffers)
        {
            buffer.copy_(copy);
            copy.Dispose();
        }

        foreach ((nn.Module module, bool isTraining) in _modes)
        {
            module.train(isTraining);
        }

        foreach (Parameter parameter in _frozen)
        {
            parameter.requires_grad = false;
        }

        random.set_rng_state(_randomState);
        _randomState.Dispose();
    }
}
