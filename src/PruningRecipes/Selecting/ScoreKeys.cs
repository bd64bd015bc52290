namespace PruningRecipes;

/// <summary>Scores as unsigned integers of the same order, so that a radix select can rank them.</summary>
internal interface IScoreKeys
{
    /// <summary>The key of a unit; <see cref="ScoreKeys.NotANumber"/>, which no other score has, if its score is NaN.</summary>
    ulong this[long index] { get; }
}

/// <summary>
/// A wide key has 64 significant bits. A narrow one has them in the upper half alone, which is exact where all scores
/// are of 32 bits, and halves the passes.
/// </summary>
internal static class ScoreKeys
{
    public const ulong NotANumber = ulong.MaxValue;

    // Adding zero turns negative zero into zero.
    public static ulong Narrow(float score, bool isMagnitude) =>
        (ulong)Sortable(isMagnitude ? MathF.Abs(score) : score + 0f) << 32;

    public static ulong Wide(double score, bool isMagnitude) => Sortable(isMagnitude ? Math.Abs(score) : score + 0d);

    // Flipping the sign bit of a positive number, and all bits of a negative one, makes the order of the bits that of the numbers.
    private static uint Sortable(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        return (uint)(bits ^ ((bits >> 31) | int.MinValue));
    }

    private static ulong Sortable(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }
}

/// <summary>Keys of scores in <see cref="ElementType.Float32"/>.</summary>
internal readonly unsafe struct SingleKeys(ScoreView scores, bool wide) : IScoreKeys
{
    private readonly float* _values = (float*)scores.Values.Address;
    private readonly bool _isMagnitude = scores.Form == ScoreForm.Magnitude;

    public ulong this[long index]
    {
        get
        {
            float score = _values[index];
            return float.IsNaN(score) ? ScoreKeys.NotANumber
                : wide ? ScoreKeys.Wide(score, _isMagnitude)
                : ScoreKeys.Narrow(score, _isMagnitude);
        }
    }
}

/// <summary>Keys of scores in <see cref="ElementType.Float64"/>: always wide.</summary>
internal readonly unsafe struct DoubleKeys(ScoreView scores) : IScoreKeys
{
    private readonly double* _values = (double*)scores.Values.Address;
    private readonly bool _isMagnitude = scores.Form == ScoreForm.Magnitude;

    public ulong this[long index]
    {
        get
        {
            double score = _values[index];
            return double.IsNaN(score) ? ScoreKeys.NotANumber : ScoreKeys.Wide(score, _isMagnitude);
        }
    }
}

/// <summary>Keys of random scores: of 32 bits, so that the same seed ranks alike among narrow and wide keys.</summary>
internal readonly struct RandomKeys(RandomSource random) : IScoreKeys
{
    public ulong this[long index] => random.Bits(index) & 0xFFFF_FFFF_0000_0000;
}
