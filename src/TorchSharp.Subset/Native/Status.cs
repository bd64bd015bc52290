using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

internal static class Status
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check(int status)
    {
        if (status != 0)
        {
            Throw();
        }
    }

    private static unsafe void Throw() =>
        throw new ExternalException(Marshal.PtrToStringUTF8((nint)NativeMethods.torch_last_error()));
}
