using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes;

/// <summary>
/// What masks do to numbers, at the widest vectors that the machine has. Numbers are moved as bits, so that NaN and negative
/// zero come through, and all widths do the same to the last bit.
/// </summary>
internal static unsafe class MaskKernel
{
    /// <summary>
    /// Where four vectors have to change, so will the next: a dense gradient is looked at only now and then, as a look costs as
    /// much again.
    /// </summary>
    private const int Unseen = 7;

    /// <summary>Sets the pruned elements of a range to positive zero. Memory in which nothing changes is only read, but near what does.</summary>
    /// <param name="words">The mask's words.</param>
    /// <param name="range">The range of words.</param>
    /// <param name="view">One element for each bit of the whole mask.</param>
    /// <returns>Whether any of them was anything else.</returns>
    public static bool Zero(ulong* words, WordRange range, in WeightView view) =>
        view.Type.Size() switch
        {
            sizeof(ushort) => Zero((ushort*)view.Address, view.Length, words, range),
            sizeof(uint) => Zero((uint*)view.Address, view.Length, words, range),
            _ => Zero((ulong*)view.Address, view.Length, words, range),
        };

    /// <summary>Copies the kept elements of a range; the others become positive zero.</summary>
    /// <param name="words">The mask's words.</param>
    /// <param name="range">The range of words.</param>
    /// <param name="source">One element for each bit of the whole mask.</param>
    /// <param name="destination">As many of the same type, elsewhere.</param>
    public static void CopyKept(ulong* words, WordRange range, in WeightView source, in WeightView destination)
    {
        switch (source.Type.Size())
        {
            case sizeof(ushort):
                Copy((ushort*)source.Address, (ushort*)destination.Address, source.Length, words, range);
                break;
            case sizeof(uint):
                Copy((uint*)source.Address, (uint*)destination.Address, source.Length, words, range);
                break;
            default:
                Copy((ulong*)source.Address, (ulong*)destination.Address, source.Length, words, range);
                break;
        }
    }

    /// <summary><see cref="Zero(ulong*, WordRange, in WeightView)"/> at one width.</summary>
    [MethodImpl(Kernel.Compiled)]
    public static bool Zero<TLanes, TVector, T>(T* values, long length, ulong* words, WordRange range)
        where TLanes : struct, ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryInteger<T>
    {
        bool found = false;
        int unseen = 0;
        long whole = Math.Clamp(length / BitMask.WordBits, range.First, range.End);
        long part = (whole - range.First) / Kernel.Places;
        long w = range.First;
        for (long end = w + part; w < end; w++)
        {
            found |= ZeroWord<TLanes, TVector, T>(values, words, w, ref unseen);
            found |= ZeroWord<TLanes, TVector, T>(values, words, w + part, ref unseen);
            found |= ZeroWord<TLanes, TVector, T>(values, words, w + (2 * part), ref unseen);
            found |= ZeroWord<TLanes, TVector, T>(values, words, w + (3 * part), ref unseen);
        }

        for (w += (Kernel.Places - 1) * part; w < whole; w++)
        {
            found |= ZeroWord<TLanes, TVector, T>(values, words, w, ref unseen);
        }

        return found | ZeroOneByOne(values, length, words, new WordRange(whole, range.End));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool ZeroWord<TLanes, TVector, T>(T* values, ulong* words, long word, ref int unseen)
        where TLanes : struct, ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryInteger<T>
    {
        bool found = false;
        ulong kept = words[word];
        if (kept == ulong.MaxValue)
        {
            return false;
        }

        // Four vectors share one branch: where nothing has moved, that is what the pass would wait for.
        ulong lanes = ulong.MaxValue >> (BitMask.WordBits - (4 * TLanes.Count));
        for (int i = 0; i < BitMask.WordBits; i += 4 * TLanes.Count)
        {
            T* first = values + (word * BitMask.WordBits) + i;
            T* second = first + TLanes.Count;
            T* third = second + TLanes.Count;
            T* fourth = third + TLanes.Count;
            TVector a = TLanes.Load(first);
            TVector b = TLanes.Load(second);
            TVector c = TLanes.Load(third);
            TVector d = TLanes.Load(fourth);
            ulong early = kept >> i;
            if (unseen == 0)
            {
                ulong zeros =
                    TLanes.Zeros(a)
                    | (TLanes.Zeros(b) << TLanes.Count)
                    | (TLanes.Zeros(c) << (2 * TLanes.Count))
                    | (TLanes.Zeros(d) << (3 * TLanes.Count));
                if ((~(zeros | early) & lanes) == 0)
                {
                    continue;
                }

                found = true;
                unseen = Unseen;
            }
            else
            {
                unseen--;
            }

            ulong late = early >> (2 * TLanes.Count);
            TVector lower = TLanes.Spread(early);
            TVector upper = TLanes.Spread(late);
            TLanes.Store(TLanes.Kept(a, lower), first);
            TLanes.Store(TLanes.Kept(b, TLanes.Next(lower, early)), second);
            TLanes.Store(TLanes.Kept(c, upper), third);
            TLanes.Store(TLanes.Kept(d, TLanes.Next(upper, late)), fourth);
        }

        return found;
    }

    /// <summary>The oracle of the vectors, and what is left at the end.</summary>
    public static bool ZeroOneByOne<T>(T* values, long length, ulong* words, WordRange range)
        where T : unmanaged, IBinaryInteger<T>
    {
        bool found = false;
        long end = Math.Min(length, range.End * BitMask.WordBits);
        for (long i = range.First * BitMask.WordBits; i < end; i++)
        {
            if (!IsKept(words, i))
            {
                found |= values[i] != T.Zero;
                values[i] = T.Zero;
            }
        }

        return found;
    }

    /// <summary><see cref="CopyKept"/> at one width.</summary>
    [MethodImpl(Kernel.Compiled)]
    public static void CopyKept<TLanes, TVector, T>(
        T* source,
        T* destination,
        long length,
        ulong* words,
        WordRange range
    )
        where TLanes : struct, ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryInteger<T>
    {
        long whole = Math.Clamp(length / BitMask.WordBits, range.First, range.End);
        bool streams = length * sizeof(T) >= Kernel.StreamedBytes && (nuint)destination % (nuint)sizeof(TVector) == 0;
        long part = streams ? (whole - range.First) / Kernel.Places : 0;
        long w = range.First;
        for (long end = w + part; w < end; w++)
        {
            StreamWord<TLanes, TVector, T>(source, destination, words, w);
            StreamWord<TLanes, TVector, T>(source, destination, words, w + part);
            StreamWord<TLanes, TVector, T>(source, destination, words, w + (2 * part));
            StreamWord<TLanes, TVector, T>(source, destination, words, w + (3 * part));
        }

        for (w += (Kernel.Places - 1) * part; w < whole; w++)
        {
            T* from = source + (w * BitMask.WordBits);
            T* to = destination + (w * BitMask.WordBits);
            for (int i = 0; i < BitMask.WordBits; i += TLanes.Count)
            {
                TLanes.Store(Kept<TLanes, TVector, T>(from + i, words[w] >> i), to + i);
            }
        }

        CopyKeptOneByOne(source, destination, length, words, new WordRange(whole, range.End));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StreamWord<TLanes, TVector, T>(T* source, T* destination, ulong* words, long word)
        where TLanes : struct, ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged
    {
        T* from = source + (word * BitMask.WordBits);
        T* to = destination + (word * BitMask.WordBits);
        for (int i = 0; i < BitMask.WordBits; i += TLanes.Count)
        {
            TLanes.Stream(Kept<TLanes, TVector, T>(from + i, words[word] >> i), to + i);
        }
    }

    /// <summary>The oracle of the vectors, and what is left at the end.</summary>
    public static void CopyKeptOneByOne<T>(T* source, T* destination, long length, ulong* words, WordRange range)
        where T : unmanaged, IBinaryInteger<T>
    {
        long end = Math.Min(length, range.End * BitMask.WordBits);
        for (long i = range.First * BitMask.WordBits; i < end; i++)
        {
            destination[i] = IsKept(words, i) ? source[i] : T.Zero;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Kept<TLanes, TVector, T>(T* values, ulong bits)
        where TLanes : struct, ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged => TLanes.Kept(TLanes.Load(values), TLanes.Spread(bits));

    /// <summary>Elements of 16 bits go no faster by 512: the bits of a mask for so many would have to be put together from halves.</summary>
    private static bool HasWidest<T>()
        where T : unmanaged => Vector512.IsHardwareAccelerated && sizeof(T) > sizeof(ushort);

    private static bool Zero<T>(T* values, long length, ulong* words, WordRange range)
        where T : unmanaged, IBinaryInteger<T> =>
        HasWidest<T>() ? Zero<Lanes512<T>, Vector512<T>, T>(values, length, words, range)
        : Vector256.IsHardwareAccelerated ? Zero<Lanes256<T>, Vector256<T>, T>(values, length, words, range)
        : Vector128.IsHardwareAccelerated ? Zero<Lanes128<T>, Vector128<T>, T>(values, length, words, range)
        : ZeroOneByOne(values, length, words, range);

    private static void Copy<T>(T* source, T* destination, long length, ulong* words, WordRange range)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (HasWidest<T>())
        {
            CopyKept<Lanes512<T>, Vector512<T>, T>(source, destination, length, words, range);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            CopyKept<Lanes256<T>, Vector256<T>, T>(source, destination, length, words, range);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            CopyKept<Lanes128<T>, Vector128<T>, T>(source, destination, length, words, range);
        }
        else
        {
            CopyKeptOneByOne(source, destination, length, words, range);
        }
    }

    private static bool IsKept(ulong* words, long index) =>
        ((words[index / BitMask.WordBits] >> (int)(index % BitMask.WordBits)) & 1) != 0;
}
