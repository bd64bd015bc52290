using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>
/// Holds the masks of layers whose weights lie on one device. To look whether a step has moved what is pruned, as
/// <see cref="MaskKeeper"/> does on the CPU, would be to wait for the device; so after each step all is masked, and before it
/// the gradients are asked for anew, which takes some managed memory.
/// </summary>
internal sealed class DeviceKeeper : IDisposable
{
    private readonly MaskedLayer[] _layers;
    private readonly DeviceMasks _masks;
    private readonly List<LayerTensor> _tensors = [];

    /// <summary>The masks as the device has them; null where it has none.</summary>
    private readonly BitMask?[] _loaded;

    private readonly DeviceFrozenWeights?[] _frozen;

    /// <param name="layers">The layers.</param>
    /// <param name="masks">What masks there; is disposed with this.</param>
    /// <param name="keeping">What is said of it.</param>
    public DeviceKeeper(IReadOnlyList<MaskedLayer> layers, DeviceMasks masks, MaskKeeping keeping)
    {
        _layers = [.. layers];
        _masks = masks;
        _loaded = new BitMask?[_layers.Length];
        _frozen = new DeviceFrozenWeights?[_layers.Length];
        Keeping = keeping;
    }

    public MaskKeeping Keeping { get; }

    /// <summary>The layers by their devices, with what masks there.</summary>
    /// <param name="layers">Layers whose weights do not lie in memory of the CPU.</param>
    /// <param name="devices">The devices.</param>
    public static DeviceKeeper[] Of(IEnumerable<MaskedLayer> layers, Devices devices) =>
        [
            .. layers
                .GroupBy(layer => (Device: layer.Parameter.device.ToString(), Obstacle: ObstacleOf(layer.Parameter)))
                .Select(group => Of(group.Key.Device, group.Key.Obstacle, [.. group], devices)),
        ];

    /// <summary>Between backward and step.</summary>
    public void BeforeStep()
    {
        _tensors.Clear();
        LoadMasks();
        for (int i = 0; i < _layers.Length; i++)
        {
            if (_layers[i].AskForGradient() is { } gradient)
            {
                _tensors.Add(new LayerTensor(i, gradient));
                _frozen[i]?.Clear(gradient);
            }
        }

        Apply(StepPlace.BeforeStep);
    }

    /// <summary>After the step, and after masks or weights have changed otherwise.</summary>
    /// <param name="isInStep">Whether it is the step whose gradients were masked.</param>
    public void AfterStep(bool isInStep)
    {
        _tensors.Clear();
        LoadMasks();
        for (int i = 0; i < _layers.Length; i++)
        {
            if (!isInStep)
            {
                _layers[i].AskForGradient();
            }

            _layers[i].FindTensors(i, _tensors);
        }

        Apply(StepPlace.AfterStep);
        for (int i = 0; i < _layers.Length; i++)
        {
            _frozen[i]?.Restore(_layers[i].Parameter);
        }
    }

    public void Dispose()
    {
        _masks.Dispose();
        foreach (IDisposable? memory in _loaded.Concat<IDisposable?>(_frozen))
        {
            memory?.Dispose();
        }
    }

    private static DeviceKeeper Of(string device, string? obstacle, MaskedLayer[] layers, Devices devices)
    {
        IKernelDevice? kernels = null;
        string? reason = obstacle;
        if (obstacle is null)
        {
            kernels = devices.FindKernels(layers[0].Parameter, out reason);
        }

        return new DeviceKeeper(
            layers,
            kernels is null ? new TorchMasks(layers.Length) : new KernelMasks(kernels, layers.Length),
            new MaskKeeping(
                device,
                kernels is null ? MaskingMethod.TorchOperations : MaskingMethod.Kernel,
                reason,
                [.. layers.Select(layer => layer.Path)]
            )
        );
    }

    /// <summary>Why a kernel cannot mask a tensor; null if it can.</summary>
    private static string? ObstacleOf(Tensor weights) =>
        !TensorMemory.HasDeviceAddress(weights.dtype) ? $"TorchSharp does not tell where numbers of {weights.dtype} lie"
        : !weights.is_contiguous() ? "they are not contiguous"
        : null;

    /// <summary>Sends the masks that have changed. Anyone may change them at any time, so they are compared.</summary>
    private void LoadMasks()
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            MaskedLayer layer = _layers[i];
            BitMask mask = layer.Mask.Bits;
            layer.LetGo();
            bool isSame = _loaded[i] is { } loaded && loaded.ContentEquals(mask);
            if (!isSame)
            {
                _masks.Load(i, mask, layer.Parameter);
                (_loaded[i] ??= new BitMask(mask.Length)).CopyFrom(mask);
            }

            if (!isSame || layer.Frozen != _frozen[i]?.Source)
            {
                _frozen[i]?.Dispose();
                _frozen[i] = layer.Frozen is { } frozen ? new DeviceFrozenWeights(frozen, mask, layer.Parameter) : null;
            }
        }
    }

    private void Apply(StepPlace place) => _masks.Apply(place, CollectionsMarshal.AsSpan(_tensors));
}
