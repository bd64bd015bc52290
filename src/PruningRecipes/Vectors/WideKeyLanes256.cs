using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

/// <summary>Wide keys.</summary>
internal readonly unsafe struct WideKeyLanes256 : IKeyLanes<Vector256<ulong>, double>
{
    private const ulong Sign = 0x8000_0000_0000_0000;

    public static int Count => Vector256<ulong>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Create(ulong key) => Vector256.Create(key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key(double score, bool isMagnitude) => ScoreKeys.Wide(score, isMagnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Magnitudes(double* source) =>
        Vector256.Load(source).AsUInt64() | Vector256.Create(Sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Values(double* source)
    {
        Vector256<long> bits = (Vector256.Load(source) + Vector256<double>.Zero).AsInt64();
        return (bits ^ (Vector256.ShiftRightArithmetic(bits, 63) | Vector256.Create(long.MinValue))).AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Below(Vector256<ulong> left, Vector256<ulong> right) =>
        Vector256.LessThan(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHigh(Vector256<ulong> keys, uint* destination) =>
        Vector256.Narrow(keys >> 48, Vector256<ulong>.Zero).GetLower().Store(destination);
}
