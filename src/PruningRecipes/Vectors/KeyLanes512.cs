using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

/// <summary>Narrow keys: their lanes are the upper halves.</summary>
internal readonly unsafe struct KeyLanes512 : IKeyLanes<Vector512<uint>, float>
{
    private const uint Sign = 0x8000_0000;

    public static int Count => Vector512<uint>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Create(ulong key) => Vector512.Create((uint)(key >> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key(float score, bool isMagnitude) => ScoreKeys.Narrow(score, isMagnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Magnitudes(float* source) =>
        Vector512.Load(source).AsUInt32() | Vector512.Create(Sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Values(float* source)
    {
        Vector512<int> bits = (Vector512.Load(source) + Vector512<float>.Zero).AsInt32();
        return (bits ^ (Vector512.ShiftRightArithmetic(bits, 31) | Vector512.Create(int.MinValue))).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Below(Vector512<uint> left, Vector512<uint> right) =>
        Vector512.LessThan(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHigh(Vector512<uint> keys, uint* destination) => Vector512.Store(keys >> 16, destination);
}
