using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

/// <summary>Plain copies. Large ones go around the caches, and leave those of the C library behind.</summary>
internal static unsafe class MemoryCopy
{
    /// <summary>A cache line, in as many vectors as the machine needs for it.</summary>
    private const int Line = 64;

    /// <summary>Copies memory that does not overlap.</summary>
    public static void Run(byte* source, byte* destination, long bytes)
    {
        long lines = 0;
        if (bytes >= Kernel.StreamedBytes && (nuint)destination % (nuint)Line == 0)
        {
            lines = bytes / Line;
            Stream((Vector512<byte>*)source, (Vector512<byte>*)destination, lines);
        }

        long streamed = lines * Line;
        Buffer.MemoryCopy(source + streamed, destination + streamed, bytes - streamed, bytes - streamed);
    }

    [MethodImpl(Kernel.Compiled)]
    private static void Stream(Vector512<byte>* source, Vector512<byte>* destination, long lines)
    {
        long part = lines / Kernel.Places;
        long i = 0;
        for (; i < part; i++)
        {
            StreamLine(source, destination, i);
            StreamLine(source, destination, i + part);
            StreamLine(source, destination, i + (2 * part));
            StreamLine(source, destination, i + (3 * part));
        }

        for (i += (Kernel.Places - 1) * part; i < lines; i++)
        {
            StreamLine(source, destination, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StreamLine(Vector512<byte>* source, Vector512<byte>* destination, long line) =>
        Vector512.StoreAlignedNonTemporal(Vector512.Load((byte*)(source + line)), (byte*)(destination + line));
}
