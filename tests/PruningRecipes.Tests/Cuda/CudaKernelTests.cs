using FsCheck;
using FsCheck.Fluent;

namespace PruningRecipes.Tests;

/// <summary>The CUDA kernel, compiled for the CPU, does what the CPU's kernels do, to the last bit.</summary>
public sealed unsafe class CudaKernelTests(CompiledKernels kernels) : IClassFixture<CompiledKernels>
{
    private static readonly ulong[] s_payloads =
    [
        0,
        0x8000_0000_8000_0000,
        0x7FF8_1234_7FC0_0001,
        0xFFF0_0000_FF80_0000,
        0x0000_0001_0000_0001,
        0x3FF0_0000_3F80_0000,
    ];

    [CompilerFact]
    public void The_table_has_the_layout_that_the_kernels_read() =>
        Assert.Equal((uint)sizeof(MaskTask), kernels.SizeOfTask);

    [CompilerFact]
    public void What_is_pruned_of_a_small_layer_becomes_positive_zero()
    {
        using BitMask mask = BitMaskTests.MaskOf([true, false, true, false]);
        using var weights = new NativeArray(1f, -0f, 3f, float.NaN);
        using var pass = new DeviceMaskPass(kernels);
        pass.Add(Task(mask, weights.View));
        pass.Run();
        Assert.Equal([1, 0, 3, 0], weights.ToDoubles());
        Assert.False(double.IsNegative(weights.View[1]));
    }

    [CompilerFact]
    public void Any_layers_come_out_as_on_the_cpu_by_one_launch_for_all() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<ulong>(),
                seed =>
                {
                    var random = new RandomSource(seed);
                    Layer[] layers =
                    [
                        .. Enumerable.Range(0, 1 + (int)random.Below(0, 5)).Select(i => new Layer(random.Split(i))),
                    ];
                    try
                    {
                        return Agree(layers);
                    }
                    finally
                    {
                        Array.ForEach(layers, layer => layer.Dispose());
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [CompilerFact]
    public void A_pass_over_the_same_arrays_sends_and_allocates_nothing()
    {
        using var layer = new Layer(new RandomSource(3));
        using var other = new Layer(new RandomSource(4));
        using var pass = new DeviceMaskPass(kernels);
        Run(layer);
        (long sent, long before) = (kernels.Sent, GC.GetAllocatedBytesForCurrentThread());
        for (int i = 0; i < 100; i++)
        {
            Run(layer);
        }

        Assert.Equal((sent, before), (kernels.Sent, GC.GetAllocatedBytesForCurrentThread()));
        Run(other);
        Assert.Equal(sent + sizeof(MaskTask), kernels.Sent);

        void Run(Layer array)
        {
            pass.Add(array.Task());
            pass.Run();
        }
    }

    [CompilerFact]
    public void A_pass_over_nothing_launches_nothing()
    {
        int before = kernels.Launches;
        using var empty = new BitMask(0);
        using var pass = new DeviceMaskPass(kernels);
        pass.Add(Task(empty, default));
        pass.Run();
        Assert.Equal(before, kernels.Launches);
    }

    private bool Agree(Layer[] layers)
    {
        using var pass = new DeviceMaskPass(kernels);
        Array.ForEach(layers, layer => pass.Add(layer.Task()));
        int launches = kernels.Launches;
        pass.Run();
        bool agrees = kernels.Launches == launches + (layers.Any(layer => layer.Mask.Length > 0) ? 1 : 0);
        foreach (Layer layer in layers)
        {
            layer.Mask.Apply(layer.Expected.View);
            agrees &= layer.IsAsExpected();
        }

        return agrees;
    }

    private static MaskTask Task(BitMask mask, WeightView values) =>
        new()
        {
            Words = (nint)mask.Words,
            Values = values.Address,
            Length = values.Length,
            ElementBytes = values.Type == ElementType.Float64 ? 8u : 4u,
        };

    /// <summary>A layer of any length and either type, with numbers of every kind.</summary>
    private sealed class Layer : IDisposable
    {
        private readonly NativeArray _values;

        public Layer(RandomSource random)
        {
            int length = (int)random.Below(0, 10_000);
            bool isDouble = random.Below(1, 2) == 0;
            int share = (int)random.Below(2, 101);
            Mask = new BitMask(length);
            for (int i = 0; i < length; i++)
            {
                if (random.Split(3).Below(i, 100) < share)
                {
                    Mask.Prune(i);
                }
            }

            _values = Numbers(random.Split(4));
            Expected = Numbers(random.Split(4));

            NativeArray Numbers(RandomSource numbers) =>
                isDouble
                    ? new NativeArray([.. Bits(numbers).Select(BitConverter.UInt64BitsToDouble)])
                    : new NativeArray([.. Bits(numbers).Select(bits => BitConverter.UInt32BitsToSingle((uint)bits))]);

            IEnumerable<ulong> Bits(RandomSource numbers) =>
                Enumerable.Range(0, length).Select(i => s_payloads[numbers.Below(i, s_payloads.Length)]);
        }

        public BitMask Mask { get; }

        /// <summary>What the CPU works on.</summary>
        public NativeArray Expected { get; }

        public MaskTask Task() => CudaKernelTests.Task(Mask, _values.View);

        public bool IsAsExpected() => BytesOf(_values).SequenceEqual(BytesOf(Expected));

        public void Dispose()
        {
            Mask.Dispose();
            _values.Dispose();
            Expected.Dispose();
        }

        private static ReadOnlySpan<byte> BytesOf(NativeArray array) =>
            new((void*)array.View.Address, checked((int)array.View.ByteLength));
    }
}
