using System.Runtime.InteropServices;

namespace PruningRecipes.Tests;

/// <summary>NVRTC is found where installations of libtorch and applications have it.</summary>
public sealed class CudaLibrariesTests
{
    /// <summary>NVRTC's name has a hash in it, as in libtorch's archives and TorchSharp's packages; a library of libtorch needs it.</summary>
    [CompilerFact]
    public void The_compiler_of_the_libtorch_that_is_loaded_comes_first()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("recipes-libtorch-");
        string Of(string name) => Path.Combine(folder.FullName, name);
        try
        {
            File.WriteAllText(Of("empty.cpp"), "");
            CppCompiler.Compile(Of("libtorch_cuda.so"), Of("empty.cpp"));
            StandInGpu.CompileNvrtc(Of("libnvrtc-0123abcd.so.12"), "-Wl,-soname,libnvrtc-0123abcd.so.12");
            CppCompiler.Compile(
                Of("libcaffe2_nvrtc.so"),
                Of("empty.cpp"),
                "-Wl,--no-as-needed",
                Of("libnvrtc-0123abcd.so.12"),
                "-Wl,-rpath,$ORIGIN"
            );
            Assert.DoesNotContain(Of("libcaffe2_nvrtc.so"), CudaLibraries.OfMachine.Compilers);
            nint libtorch = NativeLibrary.Load(Of("libtorch_cuda.so"));
            CudaLibraries libraries = CudaLibraries.OfMachine;
            NativeLibrary.Free(libtorch);
            NativeFunctions? found = NativeFunctions.TryLoad("nvrtcCreateProgram", libraries.Compilers);
            Assert.Equal(Of("libcaffe2_nvrtc.so"), found?.Name);
            Assert.Equal("compute_80", Nvrtc.TryLoad(libraries.Compilers)!.ArchitectureFor(80));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [CompilerFact]
    public void Names_are_looked_for_beside_the_application_until_one_has_the_function()
    {
        const string Name = "librecipes_test_nvrtc.so.1";
        string path = Path.Combine(AppContext.BaseDirectory, Name);
        StandInGpu.CompileNvrtc(path);
        try
        {
            Assert.Equal(
                Name,
                NativeFunctions.TryLoad("nvrtcCreateProgram", ["libnone.so.1", "libm.so.6", Name])?.Name
            );
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Names_end_with_those_that_the_loader_may_know() =>
        Assert.All(CudaLibraries.OfMachine.Compilers.TakeLast(3), name => Assert.Equal(Path.GetFileName(name), name));
}
