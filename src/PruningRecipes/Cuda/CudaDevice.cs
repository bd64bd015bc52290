using System.Runtime.InteropServices;

namespace PruningRecipes;

/// <summary>
/// The kernel on a CUDA device, through the driver. It works in the device's primary context, which is libtorch's too, and on
/// its legacy default stream, which is libtorch's too as long as nobody gives it another, so that the kernel and libtorch's
/// operations follow each other.
/// </summary>
internal sealed unsafe class CudaDevice : IKernelDevice, IDisposable
{
    private const uint ThreadsPerBlock = 256;
    private const int ComputeCapabilityMajor = 75;
    private const int ComputeCapabilityMinor = 76;

    private readonly Driver _driver;
    private readonly nint _kernel;
    private int _device;
    private nint _context;
    private nint _module;

    private CudaDevice(Driver driver, Nvrtc compiler, int ordinal)
    {
        _driver = driver;
        try
        {
            Retain(ordinal);
            using Entered entered = Enter();
            int capability = (10 * Attribute(ComputeCapabilityMajor)) + Attribute(ComputeCapabilityMinor);
            string architecture = compiler.ArchitectureFor(capability);
            Load(compiler.Compile(MaskKernelSource.Read(), MaskKernelSource.FileName, architecture));
            _kernel = Function(MaskKernelSource.KernelName);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="TryOpen(int, CudaLibraries, out string?)"/>
    public static CudaDevice? TryOpen(int ordinal, out string? reason) =>
        TryOpen(ordinal, CudaLibraries.OfMachine, out reason);

    /// <summary>A device; null where there is none that can compile the kernel.</summary>
    /// <param name="ordinal">Its number, from 0, as libtorch counts: both leave out what CUDA_VISIBLE_DEVICES does.</param>
    /// <param name="libraries">The driver and the compiler.</param>
    /// <param name="reason">Why there is none.</param>
    public static CudaDevice? TryOpen(int ordinal, CudaLibraries libraries, out string? reason)
    {
        reason = null;
        try
        {
            if (Driver.TryLoad(libraries.Driver) is not { } driver)
            {
                reason = "no CUDA driver is installed";
            }
            else if (Nvrtc.TryLoad(libraries.Compilers) is not { } compiler)
            {
                reason =
                    "NVRTC, CUDA's run-time compiler, is neither beside libtorch nor where libraries are looked for";
            }
            else
            {
                return new CudaDevice(driver, compiler, ordinal);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or EntryPointNotFoundException)
        {
            reason = exception.Message;
        }

        return null;
    }

    /// <summary>Gives back the kernel and the context. Nobody can do anything where that fails, so it is not said.</summary>
    public void Dispose()
    {
        if (_module != 0 && _driver.CtxPushCurrent(_context) == 0)
        {
            nint left;
            _ = _driver.ModuleUnload(_module);
            _ = _driver.CtxPopCurrent(&left);
        }

        if (_context != 0)
        {
            _ = _driver.DevicePrimaryCtxRelease(_device);
        }

        (_module, _context) = (0, 0);
    }

    public nint Allocate(long bytes)
    {
        using Entered entered = Enter();
        nint memory;
        _driver.Require(_driver.MemAlloc(&memory, (nuint)bytes), "cuMemAlloc");
        return memory;
    }

    public void Free(nint memory)
    {
        if (memory != 0)
        {
            using Entered entered = Enter();
            _driver.Require(_driver.MemFree(memory), "cuMemFree");
        }
    }

    public void CopyToDevice(nint destination, void* source, long bytes)
    {
        using Entered entered = Enter();
        _driver.Require(_driver.MemcpyHtoD(destination, source, (nuint)bytes), "cuMemcpyHtoD");
    }

    public void Launch(uint blocks, void** arguments)
    {
        using Entered entered = Enter();
        int result = _driver.LaunchKernel(_kernel, blocks, 1, 1, ThreadsPerBlock, 1, 1, 0, 0, arguments, null);
        _driver.Require(result, "cuLaunchKernel");
    }

    private void Retain(int ordinal)
    {
        _driver.Require(_driver.Init(0), "cuInit");
        int device;
        _driver.Require(_driver.DeviceGet(&device, ordinal), "cuDeviceGet");
        nint context;
        _driver.Require(_driver.DevicePrimaryCtxRetain(&context, device), "cuDevicePrimaryCtxRetain");
        (_device, _context) = (device, context);
    }

    private int Attribute(int attribute)
    {
        int value;
        _driver.Require(_driver.DeviceGetAttribute(&value, attribute, _device), "cuDeviceGetAttribute");
        return value;
    }

    private void Load(byte[] ptx)
    {
        nint module;
        fixed (byte* image = ptx)
        {
            _driver.Require(_driver.ModuleLoadData(&module, image), "cuModuleLoadData");
        }

        _module = module;
    }

    private nint Function(string name)
    {
        nint function;
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        try
        {
            _driver.Require(_driver.ModuleGetFunction(&function, _module, (byte*)text), "cuModuleGetFunction");
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }

        return function;
    }

    /// <summary>Contexts are current by thread, a call may come from any, and libtorch may be at work on another device in it.</summary>
    private Entered Enter()
    {
        _driver.Require(_driver.CtxPushCurrent(_context), "cuCtxPushCurrent");
        return new Entered(_driver);
    }

    /// <summary>Until it is disposed, the device's context is the thread's.</summary>
    private readonly ref struct Entered(Driver driver)
    {
        public void Dispose()
        {
            nint left;
            driver.Require(driver.CtxPopCurrent(&left), "cuCtxPopCurrent");
        }
    }

    /// <summary>The functions of the driver that are used, under the names of its API.</summary>
    private sealed class Driver
    {
        public readonly delegate* unmanaged<uint, int> Init;
        public readonly delegate* unmanaged<int*, int, int> DeviceGet;
        public readonly delegate* unmanaged<int*, int, int, int> DeviceGetAttribute;
        public readonly delegate* unmanaged<nint*, int, int> DevicePrimaryCtxRetain;
        public readonly delegate* unmanaged<int, int> DevicePrimaryCtxRelease;
        public readonly delegate* unmanaged<nint, int> CtxPushCurrent;
        public readonly delegate* unmanaged<nint*, int> CtxPopCurrent;
        public readonly delegate* unmanaged<nint*, void*, int> ModuleLoadData;
        public readonly delegate* unmanaged<nint, int> ModuleUnload;
        public readonly delegate* unmanaged<nint*, nint, byte*, int> ModuleGetFunction;
        public readonly delegate* unmanaged<nint*, nuint, int> MemAlloc;
        public readonly delegate* unmanaged<nint, int> MemFree;
        public readonly delegate* unmanaged<nint, void*, nuint, int> MemcpyHtoD;
        public readonly delegate* unmanaged<
            nint,
            uint,
            uint,
            uint,
            uint,
            uint,
            uint,
            uint,
            nint,
            void**,
            void**,
            int> LaunchKernel;

        private readonly delegate* unmanaged<int, byte**, int> _getErrorString;

        private Driver(NativeFunctions library)
        {
            Init = (delegate* unmanaged<uint, int>)library["cuInit"];
            DeviceGet = (delegate* unmanaged<int*, int, int>)library["cuDeviceGet"];
            DeviceGetAttribute = (delegate* unmanaged<int*, int, int, int>)library["cuDeviceGetAttribute"];
            DevicePrimaryCtxRetain = (delegate* unmanaged<nint*, int, int>)library["cuDevicePrimaryCtxRetain"];
            DevicePrimaryCtxRelease = (delegate* unmanaged<int, int>)library["cuDevicePrimaryCtxRelease_v2"];
            CtxPushCurrent = (delegate* unmanaged<nint, int>)library["cuCtxPushCurrent_v2"];
            CtxPopCurrent = (delegate* unmanaged<nint*, int>)library["cuCtxPopCurrent_v2"];
            ModuleLoadData = (delegate* unmanaged<nint*, void*, int>)library["cuModuleLoadData"];
            ModuleUnload = (delegate* unmanaged<nint, int>)library["cuModuleUnload"];
            ModuleGetFunction = (delegate* unmanaged<nint*, nint, byte*, int>)library["cuModuleGetFunction"];
            MemAlloc = (delegate* unmanaged<nint*, nuint, int>)library["cuMemAlloc_v2"];
            MemFree = (delegate* unmanaged<nint, int>)library["cuMemFree_v2"];
            MemcpyHtoD = (delegate* unmanaged<nint, void*, nuint, int>)library["cuMemcpyHtoD_v2"];
            LaunchKernel = (delegate* unmanaged<
                nint,
                uint,
                uint,
                uint,
                uint,
                uint,
                uint,
                uint,
                nint,
                void**,
                void**,
                int>)
                library["cuLaunchKernel"];
            _getErrorString = (delegate* unmanaged<int, byte**, int>)library["cuGetErrorString"];
        }

        public static Driver? TryLoad(IEnumerable<string> names) =>
            NativeFunctions.TryLoad("cuInit", names) is { } library ? new Driver(library) : null;

        public void Require(int result, string function)
        {
            if (result == 0)
            {
                return;
            }

            byte* text = null;
            _ = _getErrorString(result, &text);
            throw new InvalidOperationException(
                $"{function} failed: {Marshal.PtrToStringUTF8((nint)text) ?? $"error {result}"}."
            );
        }
    }
}
