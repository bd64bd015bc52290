namespace PruningRecipes;

/// <summary>
/// Copies several arrays, whole or what masks keep of them, in one pass shared out over the cores where there is enough to do.
/// Sources and destinations do not overlap; of two copies to the same destination, either may be the last.
/// </summary>
internal sealed unsafe class CopyPass : ParallelWork
{
    private const long ChunkBytes = 1 << 20;

    private readonly List<WholeChunk> _whole = [];
    private readonly List<KeptChunk> _kept = [];
    private long _bytes;

    /// <summary>Adds a copy of bytes.</summary>
    public void Add(nint source, nint destination, long bytes)
    {
        for (long first = 0; first < bytes; first += ChunkBytes)
        {
            _whole.Add(
                new WholeChunk(source + (nint)first, destination + (nint)first, Math.Min(ChunkBytes, bytes - first))
            );
        }

        _bytes += bytes;
    }

    /// <summary>Adds a copy of what a mask keeps; what it prunes becomes positive zero.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="source">One number for each unit.</param>
    /// <param name="destination">As many of the same type, in other memory.</param>
    public void AddKept(BitMask mask, in WeightView source, in WeightView destination)
    {
        mask.RequireCopy(source, destination);
        long words = ChunkBytes / (BitMask.WordBits * source.Type.Size());
        for (long first = 0; first < mask.WordCount; first += words)
        {
            var range = new WordRange(first, Math.Min(first + words, mask.WordCount));
            _kept.Add(new KeptChunk(mask, range, source, destination));
        }

        _bytes += source.ByteLength;
    }

    /// <summary>Copies.</summary>
    public void Run() => WorkCrew.Shared.Run(this, _whole.Count + _kept.Count, Threads.For(_bytes));

    public override void Run(int chunk, int slot)
    {
        if (chunk < _whole.Count)
        {
            WholeChunk whole = _whole[chunk];
            MemoryCopy.Run((byte*)whole.Source, (byte*)whole.Destination, whole.Bytes);
        }
        else
        {
            KeptChunk kept = _kept[chunk - _whole.Count];
            MaskKernel.CopyKept(kept.Mask.Words, kept.Words, kept.Source, kept.Destination);
        }
    }

    private readonly record struct WholeChunk(nint Source, nint Destination, long Bytes);

    private readonly record struct KeptChunk(BitMask Mask, WordRange Words, WeightView Source, WeightView Destination);
}
