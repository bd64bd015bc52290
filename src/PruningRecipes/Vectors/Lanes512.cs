using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

internal readonly unsafe struct Lanes512<T> : ILanes<Vector512<T>, T>
    where T : unmanaged, IBinaryInteger<T>
{
    private static readonly Vector512<T> s_bits = Bits();

    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> value, T* destination) => Vector512.Store(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stream(Vector512<T> value, T* destination) =>
        Vector512.StoreAlignedNonTemporal(value, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Where(Vector512<T> value, ulong bits) =>
        Vector512.Equals(Vector512.Create(T.CreateTruncating(bits)) & s_bits, s_bits) & value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreSame(Vector512<T> left, Vector512<T> right) => left == right;

    private static Vector512<T> Bits()
    {
        Vector512<T> bits = default;
        for (int i = 0; i < Vector512<T>.Count; i++)
        {
            bits = bits.WithElement(i, T.One << i);
        }

        return bits;
    }
}
