using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of the libtorch in use.</summary>
    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)NativeMethods.torch_version())!;

    public static void set_num_threads(int num) => Status.Check(NativeMethods.torch_set_num_threads(num));

    public static int get_num_threads() => NativeMethods.torch_get_num_threads();

    public static void set_num_interop_threads(int num) =>
        Status.Check(NativeMethods.torch_set_num_interop_threads(num));

    public static int get_num_interop_threads() => NativeMethods.torch_get_num_interop_threads();

    public static bool cuda_is_available() => cuda.is_available();

    public static partial class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static int device_count() => NativeMethods.torch_cuda_device_count();

        public static void manual_seed(long seed) => Status.Check(NativeMethods.torch_cuda_manual_seed((ulong)seed, 0));

        public static void manual_seed_all(long seed) =>
            Status.Check(NativeMethods.torch_cuda_manual_seed((ulong)seed, 1));

        public static void synchronize(Device? device = null) =>
            Status.Check(NativeMethods.torch_cuda_synchronize(device?.index ?? -1));
    }
}
