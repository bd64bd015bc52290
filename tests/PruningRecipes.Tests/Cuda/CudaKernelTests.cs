using FsCheck;
using FsCheck.Fluent;

namespace PruningRecipes.Tests;

/// <summary>The CUDA kernels, compiled for the CPU, do what the CPU's kernels do, to the last bit.</summary>
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
    public void A_small_layer_is_masked_counted_and_rewound()
    {
        using BitMask mask = BitMaskTests.MaskOf([true, false, true, false]);
        using var weights = new NativeArray(1f, -0f, 3f, 4f);
        using var saved = new NativeArray(5f, 6f, 7f, 8f);
        using var pass = new DeviceMaskPass(kernels);
        pass.Add(Task(mask, weights.View, 0, saved.View.Address));
        var found = new bool[1];
        var kept = new long[1];

        pass.Apply(found);
        pass.Count(kept);
        Assert.Equal((true, 2L), (found[0], kept[0]));
        Assert.Equal([1, 0, 3, 0], weights.ToDoubles());
        Assert.False(double.IsNegative(weights.View[1]));

        pass.Apply(found);
        Assert.False(found[0]);

        pass.Rewind();
        Assert.Equal([5, 0, 7, 0], weights.ToDoubles());
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
    public void Numbers_of_two_bytes_are_masked_too()
    {
        using BitMask mask = BitMaskTests.MaskOf([false, true, false]);
        ushort[] values = [0x8000, 0x3C00, 0x7E01];
        using var pass = new DeviceMaskPass(kernels);
        var found = new bool[1];
        fixed (ushort* address = values)
        {
            pass.Add(
                new MaskTask
                {
                    Words = (nint)mask.Words,
                    Values = (nint)address,
                    Length = values.Length,
                    ElementBytes = sizeof(ushort),
                }
            );
            pass.Apply(found);
        }

        Assert.True(found[0]);
        Assert.Equal([0, 0x3C00, 0], values);
    }

    [CompilerFact]
    public void A_pass_allocates_nothing_once_its_table_is_sent()
    {
        using var layer = new Layer(new RandomSource(3));
        using var pass = new DeviceMaskPass(kernels);
        pass.Add(layer.Task(0));
        var found = new bool[1];
        pass.Apply(found);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            pass.Apply(found);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [CompilerFact]
    public void A_pass_over_nothing_launches_nothing()
    {
        int before = kernels.Launches;
        using var empty = new BitMask(0);
        using var pass = new DeviceMaskPass(kernels);
        pass.Add(Task(empty, default, 0, 0));
        bool[] found = [true];
        long[] kept = [7];
        pass.Apply(found);
        pass.Count(kept);
        Assert.Equal((false, 0L, before), (found[0], kept[0], kernels.Launches));
    }

    [Fact]
    public void A_device_opens_or_says_why_not() =>
        Assert.True(CudaDevice.TryOpen(0, out string? reason) is null == (reason is { Length: > 0 }));

    private bool Agree(Layer[] layers)
    {
        using var pass = new DeviceMaskPass(kernels);
        for (int i = 0; i < layers.Length; i++)
        {
            pass.Add(layers[i].Task((uint)i));
        }

        int launches = kernels.Launches;
        var found = new bool[layers.Length];
        var kept = new long[layers.Length];
        pass.Apply(found);
        pass.Count(kept);
        bool agrees = kernels.Launches == launches + 2;
        for (int i = 0; i < layers.Length; i++)
        {
            agrees &= found[i] == layers[i].Mask.Apply(layers[i].Expected.View);
            agrees &= kept[i] == layers[i].Mask.Kept;
            agrees &= layers[i].IsAsExpected();
        }

        pass.Rewind();
        foreach (Layer layer in layers)
        {
            layer.Mask.CopyKept(layer.Saved.View, layer.Expected.View);
            agrees &= layer.IsAsExpected();
        }

        return agrees;
    }

    private static MaskTask Task(BitMask mask, WeightView values, uint layer, nint source) =>
        new()
        {
            Words = (nint)mask.Words,
            Values = values.Address,
            Source = source,
            Length = values.Length,
            ElementBytes = values.Type == ElementType.Float32 ? 4u : 8u,
            Layer = layer,
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
            Saved = Numbers(random.Split(5));

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

        public NativeArray Saved { get; }

        public MaskTask Task(uint layer) => CudaKernelTests.Task(Mask, _values.View, layer, Saved.View.Address);

        public bool IsAsExpected() => BytesOf(_values).SequenceEqual(BytesOf(Expected));

        public void Dispose()
        {
            Mask.Dispose();
            _values.Dispose();
            Expected.Dispose();
            Saved.Dispose();
        }

        private static ReadOnlySpan<byte> BytesOf(NativeArray array) =>
            new((void*)array.View.Address, checked((int)array.View.ByteLength));
    }
}
