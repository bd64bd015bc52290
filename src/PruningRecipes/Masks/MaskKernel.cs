using System.Numerics;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

/// <summary>Zeroes what one word of a mask prunes.</summary>
internal static unsafe class MaskKernel
{
    private static readonly Vector256<uint> s_bits32 = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);
    private static readonly Vector256<ulong> s_bits64 = Vector256.Create(1ul, 2, 4, 8);

    /// <summary>Sets the elements whose bit is clear to positive zero.</summary>
    /// <param name="view">The elements.</param>
    /// <param name="first">The index of the element of the word's lowest bit.</param>
    /// <param name="kept">The word; elements beyond the end of the view have no bit.</param>
    /// <returns>Whether any of them was anything else.</returns>
    public static bool Zero(in WeightView view, long first, ulong kept)
    {
        int count = (int)Math.Min(BitMask.WordBits, view.Length - first);
        return view.Type == ElementType.Float32
            ? Zero((uint*)view.Address + first, count, kept, s_bits32)
            : Zero((ulong*)view.Address + first, count, kept, s_bits64);
    }

    private static bool Zero<T>(T* values, int count, ulong kept, Vector256<T> bits)
        where T : unmanaged, IBinaryInteger<T>
    {
        Vector256<T> lost = Vector256<T>.Zero;
        int i = 0;
        for (; i + Vector256<T>.Count <= count; i += Vector256<T>.Count)
        {
            Vector256<T> keep = Vector256.Equals(Vector256.Create(T.CreateTruncating(kept >> i)) & bits, bits);
            Vector256<T> value = Vector256.Load(values + i);
            lost |= Vector256.AndNot(value, keep);
            Vector256.Store(value & keep, values + i);
        }

        bool found = lost != Vector256<T>.Zero;
        for (; i < count; i++)
        {
            if (((kept >> i) & 1) == 0)
            {
                found |= values[i] != T.Zero;
                values[i] = T.Zero;
            }
        }

        return found;
    }
}
