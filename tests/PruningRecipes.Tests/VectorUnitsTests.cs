using System.Runtime.Intrinsics;

namespace PruningRecipes.Tests;

/// <summary>Every width of vectors reads the keys that one score after the other has.</summary>
public sealed unsafe class VectorUnitsTests
{
    private static readonly RandomSource s_random = new(11);

    private static readonly float[] s_edges =
    [
        0f,
        -0f,
        float.Epsilon,
        -float.Epsilon,
        1e-40f,
        0.5f,
        -0.5f,
        1f,
        1.0000001f,
        -2f,
        float.MaxValue,
        float.PositiveInfinity,
        float.NegativeInfinity,
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Numbers_have_the_same_keys_at_every_width(bool magnitude)
    {
        float[] scores = [.. Enumerable.Range(0, 200).Select(Score)];
        using var values = new NativeArray(scores);
        ScoreView view = magnitude ? ScoreView.Magnitude(values.View) : ScoreView.Of(values.View);
        var scalar = new ScalarUnits<SingleKeys>(new SingleKeys(view, wide: false));
        AssertSame(new VectorUnits<KeyLanes128, Vector128<uint>>(view));
        AssertSame(new VectorUnits<KeyLanes256, Vector256<uint>>(view));
        AssertSame(new VectorUnits<KeyLanes512, Vector512<uint>>(view));

        void AssertSame<TUnits>(TUnits units)
            where TUnits : struct, IKeyedUnits
        {
            ulong[] keys = [.. Enumerable.Range(0, scores.Length).Select(i => scalar[i])];
            Assert.Equal(keys, Enumerable.Range(0, scores.Length).Select(i => units[i]));
            uint* digits = stackalloc uint[BitMask.WordBits];
            for (int word = 0; word * BitMask.WordBits < scores.Length; word++)
            {
                int present = Math.Min(BitMask.WordBits, scores.Length - (word * BitMask.WordBits));
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
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NaN_of_either_sign_and_any_payload_is_no_legal_key(bool magnitude)
    {
        float[] scores = [.. Enumerable.Range(0, 64).Select(i => s_edges[i % s_edges.Length])];
        uint[] payloads = [0x7F80_0001, 0x7FC0_0000, 0x7FFF_FFFF, 0xFF80_0001, 0xFFC0_0000, 0xFFFF_FFFF];
        ulong expected = 0;
        for (int i = 0; i < payloads.Length; i++)
        {
            scores[i * 11] = BitConverter.UInt32BitsToSingle(payloads[i]);
            expected |= 1UL << (i * 11);
        }

        using var values = new NativeArray(scores);
        ScoreView view = magnitude ? ScoreView.Magnitude(values.View) : ScoreView.Of(values.View);
        Assert.Equal(expected, Illegal(new ScalarUnits<SingleKeys>(new SingleKeys(view, wide: false))));
        Assert.Equal(expected, Illegal(new VectorUnits<KeyLanes128, Vector128<uint>>(view)));
        Assert.Equal(expected, Illegal(new VectorUnits<KeyLanes256, Vector256<uint>>(view)));
        Assert.Equal(expected, Illegal(new VectorUnits<KeyLanes512, Vector512<uint>>(view)));

        static ulong Illegal<TUnits>(TUnits units)
            where TUnits : struct, IKeyedUnits =>
            ~units.Split(0, ulong.MaxValue, units.Legal.Lowest, units.Legal.Highest).Within;
    }

    private static float Score(int index) =>
        index % 3 == 0 ? s_edges[s_random.Below(index, s_edges.Length)] : (float)s_random.Uniform(index) - 0.5f;
}
