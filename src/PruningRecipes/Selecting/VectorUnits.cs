using System.Runtime.CompilerServices;

namespace PruningRecipes;

/// <summary>
/// Narrow keys of scores in <see cref="ElementType.Float32"/>, by vectors. They are those of <see cref="SingleKeys"/>, but for
/// NaN, which lies above and below all numbers.
/// </summary>
internal readonly unsafe struct VectorUnits<TLanes, TVector>(ScoreView scores) : IKeyedUnits
    where TLanes : struct, IKeyLanes<TVector>
    where TVector : unmanaged
{
    private const int HalfBits = 32;

    private readonly float* _values = (float*)scores.Values.Address;
    private readonly long _length = scores.Values.Length;
    private readonly bool _isMagnitude = scores.Form == ScoreForm.Magnitude;

    public (ulong Lowest, ulong Highest) Legal =>
        (
            (ulong)ScoreKeys.Sortable(float.NegativeInfinity) << HalfBits,
            (ulong)ScoreKeys.Sortable(float.PositiveInfinity) << HalfBits
        );

    public ulong this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            float value = _values[index];
            return (ulong)ScoreKeys.Sortable(_isMagnitude ? MathF.Abs(value) : value + 0f) << HalfBits;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (ulong Below, ulong Within) Split(long word, ulong kept, ulong low, ulong high)
    {
        long first = word * BitMask.WordBits;
        if (first + BitMask.WordBits > _length)
        {
            return Scalar.Split(word, kept, low, high);
        }

        float* values = _values + first;
        TVector lowest = TLanes.Create((uint)(low >> HalfBits));
        TVector highest = TLanes.Create((uint)(high >> HalfBits));
        ulong below = 0;
        ulong above = 0;
        for (int i = 0; i < BitMask.WordBits; i += TLanes.Count)
        {
            TVector keys = Keys(values + i);
            below |= TLanes.Below(keys, lowest) << i;
            above |= TLanes.Below(highest, keys) << i;
        }

        return (kept & below, kept & ~(below | above));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void HighDigits(long word, ulong kept, uint* digits)
    {
        long first = word * BitMask.WordBits;
        if (first + BitMask.WordBits > _length)
        {
            Scalar.HighDigits(word, kept, digits);
            return;
        }

        for (int i = 0; i < BitMask.WordBits; i += TLanes.Count)
        {
            TLanes.StoreHigh(Keys(_values + first + i), digits + i);
        }
    }

    /// <summary>For the last word, beyond whose units there is no memory to read.</summary>
    private ScalarUnits<SingleKeys> Scalar => new(new SingleKeys(scores, wide: false));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Keys(float* values) => _isMagnitude ? TLanes.Magnitudes(values) : TLanes.Values(values);
}
