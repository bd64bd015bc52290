using System.Numerics;

namespace PruningRecipes;

/// <summary>
/// One bit for each unit of a layer, in native memory aligned to a cache line: set is kept, clear is pruned. Nothing here
/// allocates managed memory after the constructor.
/// </summary>
public sealed unsafe class BitMask : IDisposable
{
    internal const int WordBits = 64;

    private readonly NativeBlock _block;

    /// <summary>A mask that keeps everything.</summary>
    /// <param name="length">The number of units.</param>
    public BitMask(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        WordCount = (length + WordBits - 1) / WordBits;
        _block = new NativeBlock(WordCount * sizeof(ulong));
        KeepAll();
    }

    /// <summary>The number of units.</summary>
    public long Length { get; }

    /// <summary>The number of kept units, counted now.</summary>
    public long Kept
    {
        get
        {
            ulong* words = Words;
            long kept = 0;
            for (long i = 0; i < WordCount; i++)
            {
                kept += BitOperations.PopCount(words[i]);
            }

            return kept;
        }
    }

    /// <summary>The number of pruned units, counted now.</summary>
    public long Pruned => Length - Kept;

    /// <summary>The number of 64-bit words; bits beyond <see cref="Length"/> in the last are clear.</summary>
    internal long WordCount { get; }

    internal ulong* Words => (ulong*)_block.Start;

    /// <summary>Whether a unit is kept.</summary>
    /// <param name="index">In [0, <see cref="Length"/>).</param>
    public bool IsKept(long index) => ((Words[Word(index)] >> (int)(index % WordBits)) & 1) != 0;

    /// <summary>Prunes a unit.</summary>
    /// <param name="index">In [0, <see cref="Length"/>).</param>
    public void Prune(long index) => Words[Word(index)] &= ~(1UL << (int)(index % WordBits));

    /// <summary>Keeps a unit.</summary>
    /// <param name="index">In [0, <see cref="Length"/>).</param>
    public void Keep(long index) => Words[Word(index)] |= 1UL << (int)(index % WordBits);

    /// <summary>Prunes units side by side.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many, above 0; the last of them is in the mask.</param>
    internal void Prune(long first, long count)
    {
        ulong* words = Words;
        long last = Word(first + count - 1);
        for (long i = Word(first); i <= last; i++)
        {
            words[i] &= ~Within(i, first, count);
        }
    }

    /// <summary>Whether any of some units side by side is kept.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many, above 0; the last of them is in the mask.</param>
    internal bool KeepsAny(long first, long count)
    {
        ulong* words = Words;
        long last = Word(first + count - 1);
        ulong kept = 0;
        for (long i = Word(first); i <= last; i++)
        {
            kept |= words[i] & Within(i, first, count);
        }

        return kept != 0;
    }

    /// <summary>How many of some units side by side are kept.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many, above 0; the last of them is in the mask.</param>
    internal long CountKept(long first, long count)
    {
        ulong* words = Words;
        long last = Word(first + count - 1);
        long kept = 0;
        for (long i = Word(first); i <= last; i++)
        {
            kept += BitOperations.PopCount(words[i] & Within(i, first, count));
        }

        return kept;
    }

    /// <summary>Prunes every unit.</summary>
    internal void PruneAll() => new Span<ulong>(Words, checked((int)WordCount)).Clear();

    /// <summary>Keeps every unit.</summary>
    public void KeepAll()
    {
        ulong* words = Words;
        for (long i = 0; i < WordCount; i++)
        {
            words[i] = Present(i);
        }
    }

    /// <summary>Takes over another mask.</summary>
    /// <param name="other">A mask of the same length.</param>
    public void CopyFrom(BitMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireLength(other.Length, nameof(other));
        Buffer.MemoryCopy(other.Words, Words, WordCount * sizeof(ulong), WordCount * sizeof(ulong));
    }

    /// <summary>Whether the other mask has the same length and keeps the same units.</summary>
    public bool ContentEquals(BitMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Length != Length)
        {
            return false;
        }

        ulong* words = Words;
        ulong* others = other.Words;
        ulong difference = 0;
        for (long i = 0; i < WordCount; i++)
        {
            difference |= words[i] ^ others[i];
        }

        return difference == 0;
    }

    /// <summary>Sets the pruned units to positive zero.</summary>
    /// <param name="values">One number for each unit.</param>
    /// <returns>Whether any of them was anything else.</returns>
    public bool Apply(in WeightView values) => Apply(new ReadOnlySpan<WeightView>(in values));

    /// <summary>Sets the pruned units of several arrays to positive zero in one pass: weights, gradients, moments.</summary>
    /// <param name="views">Each with one number for each unit.</param>
    /// <returns>Whether any of them was anything else.</returns>
    public bool Apply(ReadOnlySpan<WeightView> views)
    {
        RequireLengths(views);
        return Apply(new WordRange(0, WordCount), views);
    }

    /// <summary>Copies the kept units' numbers, and sets the others to positive zero: a masked copy, or a rewind, in one pass.</summary>
    /// <param name="source">One number for each unit.</param>
    /// <param name="destination">As many of the same type, in other memory.</param>
    public void CopyKept(in WeightView source, in WeightView destination)
    {
        RequireCopy(source, destination);
        MaskKernel.CopyKept(Words, new WordRange(0, WordCount), source, destination);
    }

    /// <summary>Prunes what the other mask prunes too.</summary>
    /// <param name="other">A mask of the same length.</param>
    public void IntersectWith(BitMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireLength(other.Length, nameof(other));
        ulong* words = Words;
        ulong* others = other.Words;
        for (long i = 0; i < WordCount; i++)
        {
            words[i] &= others[i];
        }
    }

    /// <summary>Keeps what the other mask keeps too.</summary>
    /// <param name="other">A mask of the same length.</param>
    public void UnionWith(BitMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireLength(other.Length, nameof(other));
        ulong* words = Words;
        ulong* others = other.Words;
        for (long i = 0; i < WordCount; i++)
        {
            words[i] |= others[i];
        }
    }

    /// <summary>Prunes what the other mask keeps.</summary>
    /// <param name="other">A mask of the same length.</param>
    public void Subtract(BitMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireLength(other.Length, nameof(other));
        ulong* words = Words;
        ulong* others = other.Words;
        for (long i = 0; i < WordCount; i++)
        {
            words[i] &= ~others[i];
        }
    }

    /// <exception cref="ArgumentException">What the mask keeps of one cannot be copied to the other.</exception>
    internal void RequireCopy(in WeightView source, in WeightView destination)
    {
        RequireLength(source.Length, nameof(source));
        RequireLength(destination.Length, nameof(destination));
        if (source.Type != destination.Type)
        {
            throw new ArgumentException(
                $"The source is {source.Type}, the destination {destination.Type}.",
                nameof(destination)
            );
        }
    }

    internal void RequireLengths(ReadOnlySpan<WeightView> views)
    {
        foreach (ref readonly WeightView view in views)
        {
            RequireLength(view.Length, nameof(views));
        }
    }

    /// <summary>Sets what a range of words prunes to positive zero, in views of the mask's length.</summary>
    internal bool Apply(WordRange range, ReadOnlySpan<WeightView> views)
    {
        bool found = false;
        foreach (ref readonly WeightView view in views)
        {
            found |= MaskKernel.Zero(Words, range, view);
        }

        return found;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _block.Dispose();

    /// <summary>The bits of a word that stand for units.</summary>
    private ulong Present(long word)
    {
        long units = Length - (word * WordBits);
        return units >= WordBits ? ulong.MaxValue : (1UL << (int)units) - 1;
    }

    /// <summary>The bits of a word that stand for units of a range, of which it has some.</summary>
    private static ulong Within(long word, long first, long count)
    {
        long start = Math.Max(0, first - (word * WordBits));
        long end = Math.Min(WordBits, first + count - (word * WordBits));
        return ulong.MaxValue >> (int)(WordBits - (end - start)) << (int)start;
    }

    private long Word(long index)
    {
        if ((ulong)index >= (ulong)Length)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The mask has {Length} units.");
        }

        return index / WordBits;
    }

    private void RequireLength(long length, string argument)
    {
        if (length != Length)
        {
            throw new ArgumentException($"The mask has {Length} units, not {length}.", argument);
        }
    }
}
