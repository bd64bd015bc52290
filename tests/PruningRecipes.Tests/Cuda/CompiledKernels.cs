using System.Runtime.InteropServices;

namespace PruningRecipes.Tests;

/// <summary>The CUDA kernel compiled for the CPU, whose memory is the device's.</summary>
public sealed unsafe class CompiledKernels : IKernelDevice, IDisposable
{
    private const uint ThreadsPerBlock = 96;

    private readonly nint _library;
    private readonly delegate* unmanaged<uint, uint, void**, void> _launch;

    public CompiledKernels()
    {
        if (CppCompiler.Path is null)
        {
            return;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("recipes-kernels-");
        try
        {
            string library = Path.Combine(folder.FullName, "kernels.so");
            CppCompiler.CompileWithKernel(library, "launch_shim.cpp");
            _library = NativeLibrary.Load(library);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        _launch = (delegate* unmanaged<uint, uint, void**, void>)NativeLibrary.GetExport(_library, "launch");
        SizeOfTask = ((delegate* unmanaged<uint>)NativeLibrary.GetExport(_library, "size_of_task"))();
    }

    /// <summary>What a task takes in the table, as the kernels see it.</summary>
    public uint SizeOfTask { get; }

    /// <summary>How often the kernel was launched.</summary>
    public int Launches { get; private set; }

    /// <summary>The bytes that were copied to the device.</summary>
    public long Sent { get; private set; }

    nint IKernelDevice.Allocate(long bytes) => (nint)NativeMemory.Alloc((nuint)bytes);

    void IKernelDevice.Free(nint memory) => NativeMemory.Free((void*)memory);

    void IKernelDevice.CopyToDevice(nint destination, void* source, long bytes)
    {
        Sent += bytes;
        Buffer.MemoryCopy(source, (void*)destination, bytes, bytes);
    }

    void IKernelDevice.Launch(uint blocks, void** arguments)
    {
        Launches++;
        _launch(blocks, ThreadsPerBlock, arguments);
    }

    public void Dispose()
    {
        if (_library != 0)
        {
            NativeLibrary.Free(_library);
        }
    }
}
