namespace PruningRecipes.Tests;

/// <summary>The driver's and NVRTC's functions are called as they are declared, and all that they give out is given back.</summary>
public sealed unsafe class CudaDeviceTests(StandInGpu gpu) : IClassFixture<StandInGpu>
{
    private const int OutOfMemory = 2;

    [CompilerFact]
    public void A_device_is_opened_masks_and_leaves_nothing_behind()
    {
        using (CudaDevice device = gpu.Open())
        {
            Assert.Equal([0, 2, 0, 4], Mask(device, 1, 2, 3, 4));
            Assert.Equal(0, gpu.State.Pushed);
            Assert.Equal((1, 1, 0), (gpu.State.Retains, gpu.State.Modules, gpu.State.Allocations));
        }

        AssertClean();
    }

    [CompilerFact]
    public void Threads_work_on_two_devices_at_once()
    {
        using (CudaDevice first = gpu.Open(0))
        using (CudaDevice second = gpu.Open(1))
        {
            Thread[] threads =
            [
                .. Enumerable.Range(0, 8).Select(number => new Thread(() => Work(number % 2 == 0 ? first : second))),
            ];
            long before = gpu.State.Launches;
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            Assert.Equal(before + (8 * 50), gpu.State.Launches);
        }

        AssertClean();

        void Work(CudaDevice device)
        {
            for (int i = 0; i < 50; i++)
            {
                Mask(device, 1, 2, 3, 4);
            }
        }
    }

    [CompilerFact]
    public void One_device_opened_twice_is_one_context_with_two_kernels()
    {
        CudaDevice first = gpu.Open();
        using CudaDevice second = gpu.Open();
        first.Dispose();
        Assert.Equal((1, 1), (gpu.State.Retains, gpu.State.Modules));
        Assert.Equal([0, 2], Mask(second, 1, 2));
    }

    [CompilerTheory]
    [InlineData("cuInit", "cuInit failed: out of memory.")]
    [InlineData("cuDeviceGet", "cuDeviceGet failed: out of memory.")]
    [InlineData("cuDevicePrimaryCtxRetain", "cuDevicePrimaryCtxRetain failed: out of memory.")]
    [InlineData("cuCtxPushCurrent_v2", "cuCtxPushCurrent failed: out of memory.")]
    [InlineData("cuDeviceGetAttribute", "cuDeviceGetAttribute failed: out of memory.")]
    [InlineData("nvrtcGetNumSupportedArchs", "NVRTC cannot tell how many architectures it knows: NVRTC_ERROR unknown.")]
    [InlineData("nvrtcGetSupportedArchs", "NVRTC cannot tell the architectures it knows: NVRTC_ERROR unknown.")]
    [InlineData("nvrtcCreateProgram", "NVRTC cannot take the source: NVRTC_ERROR unknown.")]
    [InlineData("nvrtcCompileProgram", "masks.cu does not compile for compute_90: NVRTC_ERROR unknown\n")]
    [InlineData("nvrtcGetPTXSize", "NVRTC cannot tell the size of its output: NVRTC_ERROR unknown.")]
    [InlineData("nvrtcGetPTX", "NVRTC cannot give its output: NVRTC_ERROR unknown.")]
    [InlineData("cuModuleLoadData", "cuModuleLoadData failed: out of memory.")]
    [InlineData("cuModuleGetFunction", "cuModuleGetFunction failed: out of memory.")]
    public void A_device_that_does_not_open_says_why_and_leaves_nothing_behind(string function, string expected)
    {
        gpu.Fail(function, OutOfMemory);
        try
        {
            Assert.Null(CudaDevice.TryOpen(0, gpu.Libraries, out string? reason));
            Assert.Equal(expected, reason);
        }
        finally
        {
            gpu.Fail(function, 0);
        }

        AssertClean();
    }

    [CompilerFact]
    public void A_context_that_is_not_popped_is_said_and_given_back()
    {
        gpu.Fail("cuCtxPopCurrent_v2", OutOfMemory);
        Assert.Null(CudaDevice.TryOpen(0, gpu.Libraries, out string? reason));
        gpu.Fail("cuCtxPopCurrent_v2", 0);
        gpu.PopAll();
        Assert.Equal("cuCtxPopCurrent failed: out of memory.", reason);
        AssertClean();
    }

    [CompilerTheory]
    [InlineData("cuMemAlloc_v2", "cuMemAlloc failed: out of memory.")]
    [InlineData("cuMemcpyHtoD_v2", "cuMemcpyHtoD failed: out of memory.")]
    [InlineData("cuLaunchKernel", "cuLaunchKernel failed: out of memory.")]
    [InlineData("cuMemFree_v2", "cuMemFree failed: out of memory.")]
    public void A_call_that_fails_says_which_and_the_next_works(string function, string expected)
    {
        using CudaDevice device = gpu.Open();
        gpu.Fail(function, OutOfMemory);
        try
        {
            Assert.Equal(expected, Assert.Throws<InvalidOperationException>(Use).Message);
        }
        finally
        {
            gpu.Fail(function, 0);
        }

        Assert.Equal(0, gpu.State.Pushed);
        Use();

        void Use()
        {
            nint memory = device.Allocate(sizeof(MaskTask));
            bool isFreed = false;
            try
            {
                var task = new MaskTask();
                device.CopyToDevice(memory, &task, sizeof(MaskTask));
                uint count = 0;
                void** arguments = stackalloc void*[] { &memory, &count };
                device.Launch(1, arguments);
                device.Free(memory);
                isFreed = true;
            }
            finally
            {
                if (!isFreed)
                {
                    gpu.Fail("cuMemFree_v2", 0);
                    device.Free(memory);
                }
            }
        }
    }

    [CompilerFact]
    public void An_error_that_the_driver_has_no_words_for_is_a_number()
    {
        gpu.Fail("cuInit", 12345);
        Assert.Null(CudaDevice.TryOpen(0, gpu.Libraries, out string? reason));
        gpu.Fail("cuInit", 0);
        Assert.Equal("cuInit failed: error 12345.", reason);
    }

    [CompilerFact]
    public void A_device_that_there_is_not_is_refused()
    {
        Assert.Null(CudaDevice.TryOpen(2, gpu.Libraries, out string? reason));
        Assert.Equal("cuDeviceGet failed: invalid device ordinal.", reason);
        AssertClean();
    }

    [CompilerFact]
    public void Libraries_that_there_are_not_are_named()
    {
        CudaDevice.TryOpen(0, gpu.Libraries with { Driver = ["libnone.so.1"] }, out string? reason);
        Assert.Equal("no CUDA driver is installed", reason);
        CudaDevice.TryOpen(0, gpu.Libraries with { Compilers = ["libnone.so.1"] }, out reason);
        Assert.Equal(
            "NVRTC, CUDA's run-time compiler, is neither beside libtorch nor where libraries are looked for",
            reason
        );
    }

    [CompilerFact]
    public void A_table_that_was_not_sent_is_sent_again()
    {
        using CudaDevice device = gpu.Open();
        using var pass = new DeviceMaskPass(device);
        using BitMask mask = BitMaskTests.MaskOf([false, true]);
        nint words = device.Allocate(sizeof(ulong));
        device.CopyToDevice(words, mask.Words, sizeof(ulong));
        using var one = new NativeArray(1f, 2f);
        using var other = new NativeArray(3f, 4f);
        Run(one);
        gpu.Fail("cuMemcpyHtoD_v2", OutOfMemory);
        Assert.Throws<InvalidOperationException>(() => Run(one, other));
        gpu.Fail("cuMemcpyHtoD_v2", 0);
        pass.Clear();
        one.Set(0, 5);
        Run(one);
        Assert.Equal([0, 2], one.ToDoubles());
        Assert.Equal([3, 4], other.ToDoubles());
        device.Free(words);

        void Run(params NativeArray[] arrays)
        {
            Array.ForEach(arrays, array => pass.Add(TaskOf(array, words)));
            pass.Run();
        }
    }

    [CompilerTheory]
    [InlineData(90, "compute_90")]
    [InlineData(89, "compute_80")]
    [InlineData(120, "compute_90")]
    [InlineData(75, "compute_75")]
    public void The_highest_architecture_that_is_known_and_not_above_the_device_is_compiled_for(
        int device,
        string expected
    )
    {
        gpu.SetCapability(device, 50, 75, 80, 90);
        try
        {
            Nvrtc compiler = Nvrtc.TryLoad(gpu.Libraries.Compilers)!;
            Assert.Equal(expected, compiler.ArchitectureFor(device));
            using CudaDevice opened = gpu.Open();
            Assert.Equal([0, 2], Mask(opened, 1, 2));
        }
        finally
        {
            gpu.SetCapability(90, 50, 75, 80, 90);
        }
    }

    [CompilerFact]
    public void A_device_older_than_all_that_the_compiler_knows_is_refused()
    {
        gpu.SetCapability(70, 75, 100);
        Assert.Null(CudaDevice.TryOpen(0, gpu.Libraries, out string? reason));
        gpu.SetCapability(90, 50, 75, 80, 90);
        Assert.Equal("NVRTC compiles for compute capability 7.5 and above; the device has 7.0.", reason);
        AssertClean();
    }

    [CompilerFact]
    public void What_is_compiled_ends_with_a_zero_byte()
    {
        Nvrtc compiler = Nvrtc.TryLoad(gpu.Libraries.Compilers)!;
        byte[] ptx = compiler.Compile(MaskKernelSource.Read(), "masks.cu", "compute_80");
        Assert.Equal(ptx.Length - 1, Array.IndexOf(ptx, (byte)0));
        Assert.Contains(".entry apply_masks()", System.Text.Encoding.UTF8.GetString(ptx), StringComparison.Ordinal);
    }

    [CompilerFact]
    public void What_does_not_compile_says_what_the_compiler_says()
    {
        Nvrtc compiler = Nvrtc.TryLoad(gpu.Libraries.Compilers)!;
        var exception = Assert.Throws<InvalidOperationException>(() => compiler.Compile("", "none.cu", "compute_80"));
        Assert.Equal(
            "none.cu does not compile for compute_80: NVRTC_ERROR_COMPILATION\nnone.cu(1): error: there is no kernel\n",
            exception.Message
        );
        Assert.Equal(0, gpu.Programs);
    }

    [Fact]
    public void A_device_of_the_machine_opens_or_says_why_not()
    {
        using CudaDevice? device = CudaDevice.TryOpen(0, out string? reason);
        Assert.True(device is null == (reason is { Length: > 0 }));
    }

    /// <summary>Numbers, of which the even ones are kept.</summary>
    private static double[] Mask(CudaDevice device, params float[] numbers)
    {
        using BitMask mask = BitMaskTests.MaskOf([.. numbers.Select(number => number % 2 == 0)]);
        using var values = new NativeArray(numbers);
        using var pass = new DeviceMaskPass(device);
        nint words = device.Allocate(sizeof(ulong));
        device.CopyToDevice(words, mask.Words, sizeof(ulong));
        pass.Add(TaskOf(values, words));
        pass.Run();
        device.Free(words);
        return values.ToDoubles();
    }

    private static MaskTask TaskOf(NativeArray values, nint words) =>
        new()
        {
            Words = words,
            Values = values.View.Address,
            Length = values.View.Length,
            ElementBytes = sizeof(float),
        };

    private void AssertClean() => Assert.Equal((true, 0), (gpu.State.IsClean, gpu.Programs));
}
