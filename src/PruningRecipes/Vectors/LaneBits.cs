using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

/// <summary>
/// The bit of each lane: lane <c>i</c> has bit <c>i</c>. Written as constants, which the compiler lays where a vector is read in
/// one access: a static field may lie across two cache lines, and is looked up again and again where a loop was compiled before
/// the field was set.
/// </summary>
internal static unsafe class LaneBits
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Of128<T>()
        where T : unmanaged =>
        sizeof(T) switch
        {
            sizeof(ushort) => Vector128.Create((ushort)0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80).As<ushort, T>(),
            sizeof(uint) => Vector128.Create(0x1u, 0x2, 0x4, 0x8).As<uint, T>(),
            _ => Vector128.Create(0x1ul, 0x2).As<ulong, T>(),
        };

    // csharpier-ignore-start
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Of256<T>()
        where T : unmanaged =>
        sizeof(T) switch
        {
            sizeof(ushort) => Vector256.Create(
                (ushort)0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80,
                0x100, 0x200, 0x400, 0x800, 0x1000, 0x2000, 0x4000, 0x8000).As<ushort, T>(),
            sizeof(uint) => Vector256.Create(0x1u, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80).As<uint, T>(),
            _ => Vector256.Create(0x1ul, 0x2, 0x4, 0x8).As<ulong, T>(),
        };

    /// <remarks>There is none for 16 bits: see <see cref="Lanes512{T}"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of512<T>()
        where T : unmanaged =>
        sizeof(T) == sizeof(uint)
            ? Vector512.Create(
                0x1u, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80,
                0x100, 0x200, 0x400, 0x800, 0x1000, 0x2000, 0x4000, 0x8000).As<uint, T>()
            : Vector512.Create(0x1ul, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80).As<ulong, T>();
    // csharpier-ignore-end
}
