using System.Numerics;
using System.Runtime.Intrinsics;

namespace PruningRecipes.Tests;

/// <summary>Every width of vectors reads the keys that one score after the other has.</summary>
public sealed unsafe class VectorUnitsTests
{
    private static readonly RandomSource s_random = new(11);

    public enum Width
    {
        Narrow128,
        Narrow256,
        Narrow512,
        Wide128,
        Wide256,
        Wide512,
    }

    public static TheoryData<Width, bool> Cases
    {
        get
        {
            var cases = new TheoryData<Width, bool>();
            foreach (Width width in Enum.GetValues<Width>())
            {
                cases.Add(width, true);
                cases.Add(width, false);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Numbers_have_the_same_keys_at_every_width(Width width, bool magnitude)
    {
        switch (width)
        {
            case Width.Narrow128:
                AssertSame<KeyLanes128, Vector128<uint>>(magnitude);
                break;
            case Width.Narrow256:
                AssertSame<KeyLanes256, Vector256<uint>>(magnitude);
                break;
            case Width.Narrow512:
                AssertSame<KeyLanes512, Vector512<uint>>(magnitude);
                break;
            case Width.Wide128:
                AssertSameDoubles<WideKeyLanes128, Vector128<ulong>>(magnitude);
                break;
            case Width.Wide256:
                AssertSameDoubles<WideKeyLanes256, Vector256<ulong>>(magnitude);
                break;
            default:
                AssertSameDoubles<WideKeyLanes512, Vector512<ulong>>(magnitude);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NaN_of_either_sign_and_any_payload_is_no_legal_key(Width width, bool magnitude)
    {
        ulong[] payloads =
        [
            0x7FF0_0000_2000_0000,
            0x7FF8_0000_0000_0000,
            0x7FFF_FFFF_FFFF_FFFF,
            0xFFF0_0000_2000_0000,
            0xFFF8_0000_0000_0000,
            0xFFFF_FFFF_FFFF_FFFF,
        ];
        double[] scores = [.. Enumerable.Range(0, 64).Select(i => Edges(double.Epsilon, double.MaxValue)[i % 13])];
        ulong expected = 0;
        for (int i = 0; i < payloads.Length; i++)
        {
            scores[i * 11] = BitConverter.UInt64BitsToDouble(payloads[i]);
            expected |= 1UL << (i * 11);
        }

        using var doubles = new NativeArray(scores);
        using var singles = new NativeArray([.. scores.Select(score => (float)score)]);
        ScoreView wide = magnitude ? ScoreView.Magnitude(doubles.View) : ScoreView.Of(doubles.View);
        ScoreView narrow = magnitude ? ScoreView.Magnitude(singles.View) : ScoreView.Of(singles.View);
        ulong illegal = width switch
        {
            Width.Narrow128 => Illegal(new VectorUnits<KeyLanes128, Vector128<uint>, float>(narrow)),
            Width.Narrow256 => Illegal(new VectorUnits<KeyLanes256, Vector256<uint>, float>(narrow)),
            Width.Narrow512 => Illegal(new VectorUnits<KeyLanes512, Vector512<uint>, float>(narrow)),
            Width.Wide128 => Illegal(new VectorUnits<WideKeyLanes128, Vector128<ulong>, double>(wide)),
            Width.Wide256 => Illegal(new VectorUnits<WideKeyLanes256, Vector256<ulong>, double>(wide)),
            _ => Illegal(new VectorUnits<WideKeyLanes512, Vector512<ulong>, double>(wide)),
        };
        Assert.Equal(expected, illegal);
        Assert.Equal(expected, Illegal(new ScalarUnits<SingleKeys>(new SingleKeys(narrow, wide: false))));
        Assert.Equal(expected, Illegal(new ScalarUnits<DoubleKeys>(new DoubleKeys(wide))));

        static ulong Illegal<TUnits>(TUnits units)
            where TUnits : struct, IKeyedUnits =>
            ~units.Split(0, ulong.MaxValue, units.Legal.Lowest, units.Legal.Highest).Within;
    }

    private static void AssertSame<TLanes, TVector>(bool magnitude)
        where TLanes : struct, IKeyLanes<TVector, float>
        where TVector : unmanaged
    {
        float[] scores = Scores(Edges(float.Epsilon, float.MaxValue));
        using var values = new NativeArray(scores);
        ScoreView view = magnitude ? ScoreView.Magnitude(values.View) : ScoreView.Of(values.View);
        var scalar = new ScalarUnits<SingleKeys>(new SingleKeys(view, wide: false));
        AssertSame(scores.Length, scalar, new VectorUnits<TLanes, TVector, float>(view));
    }

    private static void AssertSameDoubles<TLanes, TVector>(bool magnitude)
        where TLanes : struct, IKeyLanes<TVector, double>
        where TVector : unmanaged
    {
        double[] scores = Scores(Edges(double.Epsilon, double.MaxValue));
        using var values = new NativeArray(scores);
        ScoreView view = magnitude ? ScoreView.Magnitude(values.View) : ScoreView.Of(values.View);
        var scalar = new ScalarUnits<DoubleKeys>(new DoubleKeys(view));
        AssertSame(scores.Length, scalar, new VectorUnits<TLanes, TVector, double>(view));
    }

    private static void AssertSame<TScalar, TUnits>(int length, TScalar scalar, TUnits units)
        where TScalar : struct, IKeyedUnits
        where TUnits : struct, IKeyedUnits
    {
        ulong[] keys = [.. Enumerable.Range(0, length).Select(i => scalar[i])];
        Assert.Equal(keys, Enumerable.Range(0, length).Select(i => units[i]));
        uint* digits = stackalloc uint[BitMask.WordBits];
        for (int word = 0; word * BitMask.WordBits < length; word++)
        {
            int present = Math.Min(BitMask.WordBits, length - (word * BitMask.WordBits));
            ulong all = present == BitMask.WordBits ? ulong.MaxValue : (1UL << present) - 1;
            ulong kept = s_random.Bits(word) & all;
            foreach (ulong low in keys)
            {
                ulong high = keys[s_random.Below((long)(low >> 40), keys.Length)];
                Assert.Equal(scalar.Split(word, kept, low, high), units.Split(word, kept, low, high));
                Assert.Equal(scalar.Split(word, all, low, low), units.Split(word, all, low, low));
            }

            units.HighDigits(word, all, digits);
            for (int i = 0; i < present; i++)
            {
                Assert.Equal(keys[(word * BitMask.WordBits) + i] >> 48, digits[i]);
            }
        }
    }

    private static T[] Scores<T>(T[] edges)
        where T : IFloatingPointIeee754<T> =>
        [
            .. Enumerable
                .Range(0, 200)
                .Select(i =>
                    i % 3 == 0 ? edges[s_random.Below(i, edges.Length)] : T.CreateTruncating(s_random.Uniform(i) - 0.5)
                ),
        ];

    private static T[] Edges<T>(T smallest, T largest)
        where T : IFloatingPointIeee754<T> =>
        [
            T.Zero,
            T.NegativeZero,
            smallest,
            -smallest,
            smallest * T.CreateTruncating(1000),
            T.CreateTruncating(0.5),
            T.CreateTruncating(-0.5),
            T.One,
            T.BitIncrement(T.One),
            T.CreateTruncating(-2),
            largest,
            T.PositiveInfinity,
            T.NegativeInfinity,
        ];
}
