using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Finds the compiled shim beside this assembly, and says in one line what to do where it is missing.</summary>
internal static class ShimLoader
{
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(ShimLoader).Assembly, Resolve);

    internal static nint Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new DllNotFoundException(
                $"libtorch is not set up: {path} does not exist; `./build.sh setup` sets it up."
            );
        }

        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            // The loader's general advice comes first, the cause last.
            string reason = e.Message.TrimEnd().Split('\n')[^1];
            throw new DllNotFoundException(
                $"libtorch is not set up: {path} does not load ({reason}); `./build.sh setup` sets it up.",
                e
            );
        }
    }

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (library != NativeMethods.Library)
        {
            return 0;
        }

        // A program published as one file has no place of its own for the assembly.
        string? folder = Path.GetDirectoryName(assembly.Location);
        return Load(Path.Combine(string.IsNullOrEmpty(folder) ? AppContext.BaseDirectory : folder, $"{library}.so"));
    }
}
