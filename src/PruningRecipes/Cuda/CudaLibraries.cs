using System.Diagnostics;

namespace PruningRecipes;

/// <summary>The native libraries that the kernel needs: under their names, or with their folders.</summary>
/// <param name="Driver">CUDA's driver.</param>
/// <param name="Compilers">NVRTC, the one to be preferred first.</param>
internal sealed record CudaLibraries(IReadOnlyList<string> Driver, IReadOnlyList<string> Compilers)
{
    private static readonly string[] s_driver = OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1"];

    /// <summary>
    /// By version. libtorch for Linux may have NVRTC under a name with a hash in it; its own <c>libcaffe2_nvrtc.so</c> was
    /// linked with that, and <c>dlsym</c> finds the functions of what a library was linked with.
    /// </summary>
    private static readonly string[] s_compilers = OperatingSystem.IsWindows()
        ? ["nvrtc64_130_0.dll", "nvrtc64_120_0.dll", "nvrtc64_112_0.dll"]
        : ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2", "libcaffe2_nvrtc.so", "libnvrtc.so"];

    private static readonly string s_libtorch = OperatingSystem.IsWindows() ? "torch_cuda.dll" : "libtorch_cuda.so";

    /// <summary>Those of this machine. The NVRTC beside the libtorch that is loaded comes first: it is of the CUDA that runs there.</summary>
    public static CudaLibraries OfMachine =>
        new(s_driver, [.. FoldersOf(s_libtorch).SelectMany(_ => s_compilers, Path.Combine), .. s_compilers]);

    private static List<string> FoldersOf(string library)
    {
        using Process process = Process.GetCurrentProcess();
        return
        [
            .. process
                .Modules.Cast<ProcessModule>()
                .Select(module => module.FileName)
                .Where(file => Path.GetFileName(file).Equals(library, StringComparison.OrdinalIgnoreCase))
                .Select(file => Path.GetDirectoryName(file)!)
                .Distinct(),
        ];
    }
}
