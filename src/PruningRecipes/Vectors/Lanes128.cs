using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

internal readonly unsafe struct Lanes128<T> : ILanes<Vector128<T>, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static int Count => Vector128<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load(T* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<T> value, T* destination) => Vector128.Store(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stream(Vector128<T> value, T* destination) =>
        Vector128.StoreAlignedNonTemporal(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Spread(ulong bits) => Vector128.Create(T.CreateTruncating(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Next(Vector128<T> spread, ulong bits) => spread >>> Vector128<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Kept(Vector128<T> value, Vector128<T> bits) =>
        Vector128.ConditionalSelect(
            Vector128.Equals(bits & LaneBits.Of128<T>(), Vector128<T>.Zero),
            Vector128<T>.Zero,
            value
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Zeros(Vector128<T> value) =>
        Vector128.Equals(value, Vector128<T>.Zero).ExtractMostSignificantBits();
}
