using System.Numerics;
using System.Runtime.Intrinsics;

namespace PruningRecipes.Tests;

/// <summary>Every width of vectors does what one number after the other does, to the last bit.</summary>
public sealed unsafe class MaskKernelTests
{
    private static readonly RandomSource s_random = new(7);

    private static readonly ulong[] s_payloads =
    [
        0,
        0x8000_0000_8000_0000,
        0x8000_0000_8000_8000,
        0x7FC0_1234_7FA0_7E01,
        0xFFF8_0000_FFC0_0000,
        0x7FF0_0000_7F80_0000,
        0xFF80_0000_FFF0_0000,
        0x0000_0001_0000_0001,
        0x3FF0_0000_3F80_0000,
    ];

    public static TheoryData<int> Lengths => [0, 1, 5, 16, 63, 64, 65, 127, 128, 191, 192, 300, 1000, 4097];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Zeroing_is_the_same_at_every_width(int length)
    {
        foreach (int share in new[] { 0, 1, 50, 99, 100 })
        {
            ZeroAlike<ushort>(length, share);
            ZeroAlike<uint>(length, share);
            ZeroAlike<ulong>(length, share);
        }
    }

    /// <summary>The places that are worked on in turn leave nothing out between them.</summary>
    [Theory]
    [InlineData(64)]
    [InlineData(300)]
    [InlineData(999)]
    public void One_pruned_element_that_moved_is_found_wherever_it_lies(int length)
    {
        using BitMask mask = Mask(length, 100);
        uint* values = stackalloc uint[length];
        var all = new Span<uint>(values, length);
        for (int i = 0; i < length; i++)
        {
            all.Clear();
            values[i] = 1;

            bool found = mask.Apply(new WeightView((nint)values, length, ElementType.Float32));

            Assert.True(found, $"element {i}");
            Assert.Equal(-1, all.IndexOfAnyExcept(0u));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Masked_copies_are_the_same_at_every_width(int length)
    {
        foreach (int share in new[] { 0, 1, 50, 99, 100 })
        {
            CopyAlike<ushort>(length, share);
            CopyAlike<uint>(length, share);
            CopyAlike<ulong>(length, share);
        }
    }

    [Fact]
    public void Large_copies_go_around_the_caches_and_are_the_same()
    {
        CopyAlike<ushort>((1 << 19) + 70, 90);
        CopyAlike<uint>((1 << 18) + 70, 90);
        CopyAlike<ulong>((1 << 17) + 70, 90);
    }

    private static void ZeroAlike<T>(int length, int share)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (bool moved in new[] { true, false })
        {
            using BitMask mask = Mask(length, share);
            WordRange[] ranges =
            [
                new(0, mask.WordCount),
                new(Math.Min(1, mask.WordCount), mask.WordCount),
                new(0, mask.WordCount / 2),
            ];
            foreach (WordRange range in ranges)
            {
                T[] expected = Values<T>(length);
                fixed (T* values = expected)
                {
                    if (!moved)
                    {
                        MaskKernel.ZeroOneByOne(values, length, mask.Words, new WordRange(0, mask.WordCount));
                    }

                    T[] before = [.. expected];
                    bool found = MaskKernel.ZeroOneByOne(values, length, mask.Words, range);
                    AssertZero<Lanes128<T>, Vector128<T>>(before, found);
                    AssertZero<Lanes256<T>, Vector256<T>>(before, found);
                    if (sizeof(T) > sizeof(ushort))
                    {
                        AssertZero<Lanes512<T>, Vector512<T>>(before, found);
                    }
                }

                void AssertZero<TLanes, TVector>(T[] before, bool found)
                    where TLanes : struct, ILanes<TVector, T>
                    where TVector : unmanaged
                {
                    T[] actual = [.. before];
                    fixed (T* values = actual)
                    {
                        Assert.Equal(found, MaskKernel.Zero<TLanes, TVector, T>(values, length, mask.Words, range));
                    }

                    Assert.Equal(expected, actual);
                }
            }
        }
    }

    private static void CopyAlike<T>(int length, int share)
        where T : unmanaged, IBinaryInteger<T>
    {
        using BitMask mask = Mask(length, share);
        var range = new WordRange(0, mask.WordCount);
        T[] source = Values<T>(length);
        var expected = new T[length];
        using var block = new NativeBlock(length * sizeof(T));
        var actual = new Span<T>(block.Start, length);
        fixed (T* from = source)
        fixed (T* to = expected)
        {
            MaskKernel.CopyKeptOneByOne(from, to, length, mask.Words, range);
            actual.Fill(T.One);
            MaskKernel.CopyKept<Lanes128<T>, Vector128<T>, T>(from, (T*)block.Start, length, mask.Words, range);
            Assert.True(actual.SequenceEqual(expected));
            actual.Fill(T.One);
            MaskKernel.CopyKept<Lanes256<T>, Vector256<T>, T>(from, (T*)block.Start, length, mask.Words, range);
            Assert.True(actual.SequenceEqual(expected));
            if (sizeof(T) > sizeof(ushort))
            {
                actual.Fill(T.One);
                MaskKernel.CopyKept<Lanes512<T>, Vector512<T>, T>(from, (T*)block.Start, length, mask.Words, range);
                Assert.True(actual.SequenceEqual(expected));
            }
        }
    }

    private static BitMask Mask(int length, int prunedShare) =>
        BitMaskTests.MaskOf([.. Enumerable.Range(0, length).Select(i => s_random.Below(i, 100) >= prunedShare)]);

    private static T[] Values<T>(int length)
        where T : unmanaged, IBinaryInteger<T> =>
        [
            .. Enumerable
                .Range(0, length)
                .Select(i => T.CreateTruncating(s_payloads[s_random.Split(1).Below(i, s_payloads.Length)])),
        ];
}
