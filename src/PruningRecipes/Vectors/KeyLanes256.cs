using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

/// <summary>Narrow keys: their lanes are the upper halves.</summary>
internal readonly unsafe struct KeyLanes256 : IKeyLanes<Vector256<uint>, float>
{
    private const uint Sign = 0x8000_0000;

    public static int Count => Vector256<uint>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Create(ulong key) => Vector256.Create((uint)(key >> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key(float score, bool isMagnitude) => ScoreKeys.Narrow(score, isMagnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Magnitudes(float* source) =>
        Vector256.Load(source).AsUInt32() | Vector256.Create(Sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Values(float* source)
    {
        Vector256<int> bits = (Vector256.Load(source) + Vector256<float>.Zero).AsInt32();
        return (bits ^ (Vector256.ShiftRightArithmetic(bits, 31) | Vector256.Create(int.MinValue))).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Below(Vector256<uint> left, Vector256<uint> right) =>
        Vector256.LessThan(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHigh(Vector256<uint> keys, uint* destination) => Vector256.Store(keys >> 16, destination);
}
