using System.Runtime.InteropServices;

namespace PruningRecipes.SideBySide;

/// <summary>A plain copy of the weights' bytes: what memory allows. Large sets are shared out as masks are.</summary>
internal sealed unsafe class CopyWork(WeightView[] source, WeightView[] destination) : ParallelWork
{
    private const long ChunkBytes = 1 << 20;

    private readonly (int Layer, long First, long Bytes)[] _chunks =
    [
        .. source.SelectMany(
            (view, layer) =>
                Enumerable
                    .Range(0, (int)((view.ByteLength + ChunkBytes - 1) / ChunkBytes))
                    .Select(i => (layer, i * ChunkBytes, Math.Min(ChunkBytes, view.ByteLength - (i * ChunkBytes))))
        ),
    ];

    public void Run()
    {
        int threads = Threads.For(source.Sum(view => view.ByteLength));
        if (threads > 1)
        {
            WorkCrew.Shared.Run(this, _chunks.Length, threads);
            return;
        }

        for (int i = 0; i < source.Length; i++)
        {
            Copy(i, 0, source[i].ByteLength);
        }
    }

    public override void Run(int chunk, int slot) =>
        Copy(_chunks[chunk].Layer, _chunks[chunk].First, _chunks[chunk].Bytes);

    private void Copy(int layer, long first, long bytes) =>
        NativeMemory.Copy(
            (byte*)source[layer].Address + first,
            (byte*)destination[layer].Address + first,
            (nuint)bytes
        );
}
