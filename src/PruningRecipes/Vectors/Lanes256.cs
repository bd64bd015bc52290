using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

internal readonly unsafe struct Lanes256<T> : ILanes<Vector256<T>, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static int Count => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(T* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<T> value, T* destination) => Vector256.Store(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stream(Vector256<T> value, T* destination) =>
        Vector256.StoreAlignedNonTemporal(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Spread(ulong bits) => Vector256.Create(T.CreateTruncating(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Next(Vector256<T> spread, ulong bits) =>
        2 * Vector256<T>.Count > 8 * sizeof(T) ? Spread(bits >> Vector256<T>.Count) : spread >>> Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Kept(Vector256<T> value, Vector256<T> bits) =>
        Vector256.ConditionalSelect(
            Vector256.Equals(bits & LaneBits.Of256<T>(), Vector256<T>.Zero),
            Vector256<T>.Zero,
            value
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Zeros(Vector256<T> value) =>
        Vector256.Equals(value, Vector256<T>.Zero).ExtractMostSignificantBits();
}
