using System.Runtime.InteropServices;

namespace PruningRecipes;

/// <summary>A native library under the first of its names that the machine knows, and its functions.</summary>
internal sealed class NativeFunctions
{
    private readonly nint _library;

    private NativeFunctions(string name, nint library)
    {
        Name = name;
        _library = library;
    }

    public string Name { get; }

    /// <summary>The library; null if the machine has none.</summary>
    public static NativeFunctions? TryLoad(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                return new NativeFunctions(name, library);
            }
        }

        return null;
    }

    /// <exception cref="EntryPointNotFoundException">The library has no such function.</exception>
    public nint this[string function] => NativeLibrary.GetExport(_library, function);
}
