using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

/// <summary>Lanes of 32 or 64 bits: one of 16 has not a mask bit for each lane of its vector.</summary>
internal readonly unsafe struct Lanes512<T> : ILanes<Vector512<T>, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> value, T* destination) => Vector512.Store(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stream(Vector512<T> value, T* destination) =>
        Vector512.StoreAlignedNonTemporal(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Spread(ulong bits) => Vector512.Create(T.CreateTruncating(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Next(Vector512<T> spread, ulong bits) => spread >>> Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Kept(Vector512<T> value, Vector512<T> bits) =>
        Vector512.ConditionalSelect(
            Vector512.Equals(bits & LaneBits.Of512<T>(), Vector512<T>.Zero),
            Vector512<T>.Zero,
            value
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Zeros(Vector512<T> value) =>
        Vector512.Equals(value, Vector512<T>.Zero).ExtractMostSignificantBits();
}
