using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

/// <summary>Wide keys.</summary>
internal readonly unsafe struct WideKeyLanes512 : IKeyLanes<Vector512<ulong>, double>
{
    private const ulong Sign = 0x8000_0000_0000_0000;

    public static int Count => Vector512<ulong>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Create(ulong key) => Vector512.Create(key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key(double score, bool isMagnitude) => ScoreKeys.Wide(score, isMagnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Magnitudes(double* source) =>
        Vector512.Load(source).AsUInt64() | Vector512.Create(Sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Values(double* source)
    {
        Vector512<long> bits = (Vector512.Load(source) + Vector512<double>.Zero).AsInt64();
        return (bits ^ (Vector512.ShiftRightArithmetic(bits, 63) | Vector512.Create(long.MinValue))).AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Below(Vector512<ulong> left, Vector512<ulong> right) =>
        Vector512.LessThan(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHigh(Vector512<ulong> keys, uint* destination) =>
        Vector512.Narrow(keys >> 48, Vector512<ulong>.Zero).GetLower().Store(destination);
}
