using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp;

public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false)
        where T : Module => Convert(module, device, type, non_blocking);

    public static T to<T>(this T module, Device device, bool non_blocking = false)
        where T : Module => Convert(module, device, null, non_blocking);

    public static T to<T>(this T module, string device, bool non_blocking = false)
        where T : Module => Convert(module, new Device(device), null, non_blocking);

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
        where T : Module => Convert(module, new Device(deviceType, deviceIndex), null, non_blocking);

    public static T to<T>(this T module, ScalarType type, bool non_blocking = false)
        where T : Module => Convert(module, null, type, non_blocking);

    public static T to<T>(this T module, Tensor other, bool non_blocking = false)
        where T : Module => Convert(module, other.device, other.dtype, non_blocking);

    public static T cpu<T>(this T module, bool non_blocking = false)
        where T : Module => Convert(module, CPU, null, non_blocking);

    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false)
        where T : Module => module.to(DeviceType.CUDA, deviceIndex, non_blocking);

    public static T @float<T>(this T module, bool non_blocking = false)
        where T : Module => module.to(ScalarType.Float32, non_blocking);

    public static T @double<T>(this T module, bool non_blocking = false)
        where T : Module => module.to(ScalarType.Float64, non_blocking);

    public static T half<T>(this T module, bool non_blocking = false)
        where T : Module => module.to(ScalarType.Float16, non_blocking);

    public static T bfloat16<T>(this T module, bool non_blocking = false)
        where T : Module => module.to(ScalarType.BFloat16, non_blocking);

    private static T Convert<T>(T module, Device? device, ScalarType? dtype, bool nonBlocking)
        where T : Module
    {
        module.ConvertTo(device, dtype, nonBlocking);
        return module;
    }
}
