using System.Runtime.InteropServices;

namespace PruningRecipes;

/// <summary>
/// The kernels on a CUDA device, through the driver. It works in the device's primary context, which is libtorch's too, and on
/// its default stream, so that kernels and libtorch's operations follow each other.
/// </summary>
internal sealed unsafe class CudaDevice : IKernelDevice
{
    private const uint ThreadsPerBlock = 256;
    private const int ComputeCapabilityMajor = 75;
    private const int ComputeCapabilityMinor = 76;

    private readonly Driver _driver;
    private readonly nint _context;
    private readonly nint[] _kernels;

    private CudaDevice(Driver driver, Nvrtc compiler, int ordinal)
    {
        _driver = driver;
        driver.Require(driver.Init(0), "cuInit");
        int device;
        driver.Require(driver.DeviceGet(&device, ordinal), "cuDeviceGet");
        nint context;
        driver.Require(driver.DevicePrimaryCtxRetain(&context, device), "cuDevicePrimaryCtxRetain");
        _context = context;
        Enter();
        string architecture =
            $"compute_{Attribute(device, ComputeCapabilityMajor)}{Attribute(device, ComputeCapabilityMinor)}";
        byte[] ptx = compiler.Compile(MaskKernelSource.Read(), MaskKernelSource.FileName, architecture);
        nint module = Load(ptx);
        _kernels = [.. MaskKernelSource.Names.Select(name => Function(module, name))];
    }

    /// <summary>A device; null where there is none that can compile kernels.</summary>
    /// <param name="ordinal">Its number, from 0.</param>
    /// <param name="reason">Why there is none.</param>
    public static CudaDevice? TryOpen(int ordinal, out string? reason)
    {
        reason = null;
        if (Driver.TryLoad() is not { } driver)
        {
            reason = "no CUDA driver is installed";
        }
        else if (Nvrtc.TryLoad() is not { } compiler)
        {
            reason = "NVRTC, CUDA's run-time compiler, is not installed";
        }
        else
        {
            try
            {
                return new CudaDevice(driver, compiler, ordinal);
            }
            catch (InvalidOperationException exception)
            {
                reason = exception.Message;
            }
        }

        return null;
    }

    public nint Allocate(long bytes)
    {
        Enter();
        nint memory;
        _driver.Require(_driver.MemAlloc(&memory, (nuint)bytes), "cuMemAlloc");
        return memory;
    }

    public void Free(nint memory)
    {
        if (memory != 0)
        {
            Enter();
            _driver.Require(_driver.MemFree(memory), "cuMemFree");
        }
    }

    public void Clear(nint memory, long bytes)
    {
        Enter();
        _driver.Require(_driver.MemsetD8(memory, 0, (nuint)bytes), "cuMemsetD8");
    }

    public void CopyToDevice(nint destination, void* source, long bytes)
    {
        Enter();
        _driver.Require(_driver.MemcpyHtoD(destination, source, (nuint)bytes), "cuMemcpyHtoD");
    }

    public void CopyFromDevice(void* destination, nint source, long bytes)
    {
        Enter();
        _driver.Require(_driver.MemcpyDtoH(destination, source, (nuint)bytes), "cuMemcpyDtoH");
    }

    public void Launch(MaskKernelName kernel, uint blocks, void** arguments)
    {
        Enter();
        int result = _driver.LaunchKernel(
            _kernels[(int)kernel],
            blocks,
            1,
            1,
            ThreadsPerBlock,
            1,
            1,
            0,
            0,
            arguments,
            null
        );
        _driver.Require(result, "cuLaunchKernel");
    }

    private int Attribute(int device, int attribute)
    {
        int value;
        _driver.Require(_driver.DeviceGetAttribute(&value, attribute, device), "cuDeviceGetAttribute");
        return value;
    }

    private nint Load(byte[] ptx)
    {
        nint module;
        fixed (byte* image = ptx)
        {
            _driver.Require(_driver.ModuleLoadData(&module, image), "cuModuleLoadData");
        }

        return module;
    }

    private nint Function(nint module, string name)
    {
        nint function;
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        try
        {
            _driver.Require(_driver.ModuleGetFunction(&function, module, (byte*)text), "cuModuleGetFunction");
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }

        return function;
    }

    /// <summary>Contexts are current by thread, and a call may come from any.</summary>
    private void Enter() => _driver.Require(_driver.CtxSetCurrent(_context), "cuCtxSetCurrent");

    /// <summary>The functions of the driver that are used, under the names of its API.</summary>
    private sealed class Driver
    {
        public readonly delegate* unmanaged<uint, int> Init;
        public readonly delegate* unmanaged<int*, int, int> DeviceGet;
        public readonly delegate* unmanaged<int*, int, int, int> DeviceGetAttribute;
        public readonly delegate* unmanaged<nint*, int, int> DevicePrimaryCtxRetain;
        public readonly delegate* unmanaged<nint, int> CtxSetCurrent;
        public readonly delegate* unmanaged<nint*, void*, int> ModuleLoadData;
        public readonly delegate* unmanaged<nint*, nint, byte*, int> ModuleGetFunction;
        public readonly delegate* unmanaged<nint*, nuint, int> MemAlloc;
        public readonly delegate* unmanaged<nint, int> MemFree;
        public readonly delegate* unmanaged<nint, byte, nuint, int> MemsetD8;
        public readonly delegate* unmanaged<nint, void*, nuint, int> MemcpyHtoD;
        public readonly delegate* unmanaged<void*, nint, nuint, int> MemcpyDtoH;
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
            CtxSetCurrent = (delegate* unmanaged<nint, int>)library["cuCtxSetCurrent"];
            ModuleLoadData = (delegate* unmanaged<nint*, void*, int>)library["cuModuleLoadData"];
            ModuleGetFunction = (delegate* unmanaged<nint*, nint, byte*, int>)library["cuModuleGetFunction"];
            MemAlloc = (delegate* unmanaged<nint*, nuint, int>)library["cuMemAlloc_v2"];
            MemFree = (delegate* unmanaged<nint, int>)library["cuMemFree_v2"];
            MemsetD8 = (delegate* unmanaged<nint, byte, nuint, int>)library["cuMemsetD8_v2"];
            MemcpyHtoD = (delegate* unmanaged<nint, void*, nuint, int>)library["cuMemcpyHtoD_v2"];
            MemcpyDtoH = (delegate* unmanaged<void*, nint, nuint, int>)library["cuMemcpyDtoH_v2"];
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

        public static Driver? TryLoad() =>
            NativeFunctions.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1") is { } library
                ? new Driver(library)
                : null;

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
