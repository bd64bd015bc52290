using System.Runtime.InteropServices;

namespace PruningRecipes;

/// <summary>A native library, and its functions.</summary>
internal sealed class NativeFunctions
{
    private readonly nint _library;

    private NativeFunctions(string name, nint library)
    {
        Name = name;
        _library = library;
    }

    public string Name { get; }

    /// <summary>
    /// The first library that loads and has a function; null if there is none. A name without a folder is looked for where the
    /// application has its native libraries, then where the loader of the system looks.
    /// </summary>
    /// <param name="function">One of the functions; on Linux it may be one of a library that this one needs.</param>
    /// <param name="names">Names or paths of libraries.</param>
    public static NativeFunctions? TryLoad(string function, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            // Without an assembly, only the loader of the system is asked.
            if (NativeLibrary.TryLoad(name, typeof(NativeFunctions).Assembly, searchPath: null, out nint library))
            {
                if (NativeLibrary.TryGetExport(library, function, out _))
                {
                    return new NativeFunctions(name, library);
                }

                NativeLibrary.Free(library);
            }
        }

        return null;
    }

    /// <exception cref="EntryPointNotFoundException">The library has no such function.</exception>
    public nint this[string function] => NativeLibrary.GetExport(_library, function);
}
