using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

/// <summary>Wide keys.</summary>
internal readonly unsafe struct WideKeyLanes128 : IKeyLanes<Vector128<ulong>, double>
{
    private const ulong Sign = 0x8000_0000_0000_0000;

    public static int Count => Vector128<ulong>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Create(ulong key) => Vector128.Create(key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key(double score, bool isMagnitude) => ScoreKeys.Wide(score, isMagnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Magnitudes(double* source) =>
        Vector128.Load(source).AsUInt64() | Vector128.Create(Sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Values(double* source)
    {
        Vector128<long> bits = (Vector128.Load(source) + Vector128<double>.Zero).AsInt64();
        return (bits ^ (Vector128.ShiftRightArithmetic(bits, 63) | Vector128.Create(long.MinValue))).AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Below(Vector128<ulong> left, Vector128<ulong> right) =>
        Vector128.LessThan(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHigh(Vector128<ulong> keys, uint* destination) =>
        Vector128.Narrow(keys >> 48, Vector128<ulong>.Zero).GetLower().Store(destination);
}
