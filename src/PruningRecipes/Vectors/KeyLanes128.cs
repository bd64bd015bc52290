using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

/// <summary>Narrow keys: their lanes are the upper halves.</summary>
internal readonly unsafe struct KeyLanes128 : IKeyLanes<Vector128<uint>, float>
{
    private const uint Sign = 0x8000_0000;

    public static int Count => Vector128<uint>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Create(ulong key) => Vector128.Create((uint)(key >> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key(float score, bool isMagnitude) => ScoreKeys.Narrow(score, isMagnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Magnitudes(float* source) =>
        Vector128.Load(source).AsUInt32() | Vector128.Create(Sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Values(float* source)
    {
        Vector128<int> bits = (Vector128.Load(source) + Vector128<float>.Zero).AsInt32();
        return (bits ^ (Vector128.ShiftRightArithmetic(bits, 31) | Vector128.Create(int.MinValue))).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Below(Vector128<uint> left, Vector128<uint> right) =>
        Vector128.LessThan(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHigh(Vector128<uint> keys, uint* destination) => Vector128.Store(keys >> 16, destination);
}
