using static TorchSharp.torch;

namespace TorchSharp.Utils;

internal static class TensorDevice
{
    /// <summary>Whether moving the tensor there would leave it where it is. A device without an index is any of its type.</summary>
    internal static bool IsOn(this Tensor tensor, Device device) =>
        tensor.device_type == device.type && (device.index < 0 || device.index == tensor.device_index);
}
