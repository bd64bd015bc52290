using System.Runtime.InteropServices;

namespace PruningRecipes.Tests;

/// <summary>
/// CUDA's driver with two devices, and NVRTC, as libraries that g++ makes: <see cref="CudaDevice"/> calls their functions as it
/// calls NVIDIA's. They keep NVIDIA's rules, count what they give out, and fail where they are told to.
/// </summary>
public sealed unsafe class StandInGpu : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("recipes-gpu-");
    private readonly nint _driver;
    private readonly nint _compiler;

    public StandInGpu()
    {
        if (CppCompiler.Path is null)
        {
            return;
        }

        string driver = Path.Combine(_folder.FullName, "libcuda.so.1");
        CppCompiler.CompileWithKernel(driver, "cuda_stand_in.cpp");
        CompileNvrtc(Compiler);
        _driver = NativeLibrary.Load(driver);
        _compiler = NativeLibrary.Load(Compiler);
        Libraries = new CudaLibraries([driver], [Compiler]);
    }

    internal CudaLibraries Libraries { get; } = new([], []);

    /// <summary>The path of the library that stands in for NVRTC.</summary>
    public string Compiler => Path.Combine(_folder.FullName, "libnvrtc.so.12");

    /// <summary>The programs of NVRTC that were made and not destroyed.</summary>
    public long Programs => ((delegate* unmanaged<long>)NativeLibrary.GetExport(_compiler, "stand_in_programs"))();

    /// <summary>What the driver has given out.</summary>
    internal DriverState State
    {
        get
        {
            DriverState state;
            ((delegate* unmanaged<DriverState*, void>)NativeLibrary.GetExport(_driver, "stand_in_get_state"))(&state);
            return state;
        }
    }

    /// <summary>Makes a library that stands in for NVRTC.</summary>
    internal static void CompileNvrtc(string library, params string[] options) =>
        CppCompiler.Compile(
            library,
            [.. options, Path.Combine(AppContext.BaseDirectory, "Cuda", "nvrtc_stand_in.cpp")]
        );

    internal CudaDevice Open(int ordinal = 0)
    {
        CudaDevice? device = CudaDevice.TryOpen(ordinal, Libraries, out string? reason);
        Assert.Null(reason);
        return device!;
    }

    /// <summary>Makes a function of either library fail from now on; with 0, work again.</summary>
    public void Fail(string function, int result)
    {
        nint library = function.StartsWith("nvrtc", StringComparison.Ordinal) ? _compiler : _driver;
        nint name = Marshal.StringToCoTaskMemUTF8(function);
        ((delegate* unmanaged<nint, int, void>)NativeLibrary.GetExport(library, "stand_in_fail"))(name, result);
        Marshal.FreeCoTaskMem(name);
    }

    /// <summary>Leaves the calling thread without a context.</summary>
    public void PopAll()
    {
        var pop = (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(_driver, "cuCtxPopCurrent_v2");
        nint context;
        while (pop(&context) == 0) { }
    }

    /// <summary>Sets what the devices are, and what the compiler compiles for: 80 for compute capability 8.0.</summary>
    public void SetCapability(int ofDevices, params int[] known)
    {
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(_driver, "stand_in_set_capability"))(ofDevices);
        fixed (int* first = known)
        {
            nint set = NativeLibrary.GetExport(_compiler, "stand_in_set_architectures");
            ((delegate* unmanaged<int*, int, void>)set)(first, known.Length);
        }
    }

    public void Dispose()
    {
        foreach (nint library in new[] { _driver, _compiler }.Where(library => library != 0))
        {
            NativeLibrary.Free(library);
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>The same in cuda_stand_in.cpp.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal record struct DriverState
    {
        /// <summary>Of primary contexts, without those given back.</summary>
        public long Retains;

        /// <summary>Contexts, by all threads, without those popped.</summary>
        public long Pushed;
        public long Modules;
        public long Allocations;
        public long Launches;

        /// <summary>The bytes that were copied to the devices.</summary>
        public long Sent;

        /// <summary>Whether nothing is left that somebody has to give back.</summary>
        public readonly bool IsClean => (Retains, Pushed, Modules, Allocations) == (0, 0, 0, 0);
    }
}
