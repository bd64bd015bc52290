using System.Diagnostics;
using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharpSubset.Tests;

public sealed class LeakTests : IDisposable
{
    private const int Steps = 10_000;
    private const long Megabyte = 1 << 20;

    private readonly Tensor _inputs = randn(16, 64);
    private readonly Tensor _targets = randint(10, [16]);
    private readonly Parameter _weight = new(randn(10, 64));
    private readonly Scalar _rate = -0.01;

    public LeakTests()
    {
        // What other tests left to finalizers must not go while this one counts.
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    public void Dispose()
    {
        _inputs.Dispose();
        _targets.Dispose();
        _weight.Dispose();
    }

    private void TrainingStep()
    {
        using DisposeScope scope = NewDisposeScope();
        F.cross_entropy(F.linear(_inputs, _weight), _targets).backward();
        using (no_grad())
        {
            _weight.add_(_weight.grad!, _rate);
        }

        _weight.grad = null;
    }

    [Fact]
    public void Training_steps_leave_neither_native_nor_managed_memory()
    {
        for (int i = 0; i < 500; i++)
        {
            TrainingStep();
        }

        long handles = Tensor.TotalCount;
        long managed = GC.GetTotalMemory(forceFullCollection: true);
        long resident = ResidentBytes();
        for (int i = 0; i < Steps; i++)
        {
            TrainingStep();
        }

        // Counted before a collection: scopes free, not finalizers.
        Assert.Equal(handles, Tensor.TotalCount);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - managed, long.MinValue, Megabyte / 4);
        // A leak of one gradient (2.5 kB) a step would be 25 MB.
        Assert.InRange(ResidentBytes() - resident, long.MinValue, 10 * Megabyte);
    }

    [Fact]
    public void Failing_operations_leave_no_handle()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, 3);
        long handles = Tensor.TotalCount;
        for (int i = 0; i < 100; i++)
        {
            Assert.ThrowsAny<Exception>(() => x.mm(x));
        }

        Assert.Equal(handles, Tensor.TotalCount);
    }

    [Fact]
    public void Finalizers_free_what_no_scope_does()
    {
        long handles = Tensor.TotalCount;
        MakeGarbage(1000);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // The last objects may still lie on the stack.
        Assert.InRange(Tensor.TotalCount, handles - 1000, handles + 10);
    }

    [Fact]
    public void A_viewed_array_is_unpinned_with_its_tensor()
    {
        WeakReference array = ViewAndDispose();
        GC.Collect();
        Assert.False(array.IsAlive);
    }

    [Fact]
    public void Operations_in_place_allocate_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(64);
        Tensor y = ones(64);
        Tensor mask = y > 2;
        Tensor index = arange(0, 64);
        Scalar half = 0.5;
        void Step()
        {
            x.add_(y).sub_(y).mul_(y).div_(y);
            x.add_(y, half).mul_(half).add_(half).fill_(half);
            x.abs_().neg_().sqrt_().zero_().copy_(y);
            x.addcmul_(y, y, half).addcdiv_(y, y, half).clamp_(half, half);
            x.masked_fill_(mask, half).index_copy_(0, index, y).uniform_(0, 1).normal_().bernoulli_(0.5);
            _ = x.dtype;
            _ = x.numel() + x.dim() + x.size(0);
            _ = x.is_contiguous() | x.requires_grad;
        }

        for (int i = 0; i < 200; i++)
        {
            Step();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeGarbage(int count)
    {
        for (int i = 0; i < count; i++)
        {
            ones(1);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ViewAndDispose()
    {
        var array = new float[1000];
        using Tensor view = from_array(array);
        view.fill_(1);
        return new WeakReference(array);
    }

    private static long ResidentBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
