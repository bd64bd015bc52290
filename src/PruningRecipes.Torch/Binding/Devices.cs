using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>Where tensors lie, and what masks them there.</summary>
internal class Devices
{
    /// <summary>By ordinal; each is opened once, whatever threads ask for it.</summary>
    private static readonly ConcurrentDictionary<int, Lazy<(CudaDevice? Device, string? Reason)>> s_cuda = new();

    protected Devices() { }

    /// <summary>The devices of this machine.</summary>
    public static Devices OfMachine { get; } = new();

    /// <summary>Whether a tensor lies in memory of the CPU, where it is worked on directly.</summary>
    public virtual bool IsHost(Tensor tensor) => tensor.device_type == DeviceType.CPU;

    /// <summary>What runs the kernel where a tensor lies.</summary>
    /// <param name="tensor">A tensor that does not lie in memory of the CPU.</param>
    /// <param name="reason">Why there is nothing that does.</param>
    public virtual IKernelDevice? FindKernels(Tensor tensor, out string? reason)
    {
        if (tensor.device_type != DeviceType.CUDA)
        {
            reason = $"there is no kernel for {tensor.device_type}";
            return null;
        }

        (CudaDevice? device, reason) = s_cuda
            .GetOrAdd(tensor.device.index, ordinal => new(() => (CudaDevice.TryOpen(ordinal, out string? why), why)))
            .Value;
        return device;
    }
}
