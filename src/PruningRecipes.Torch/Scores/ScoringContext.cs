using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>What a score may look at, and memory for what it computes.</summary>
/// <param name="model">The model.</param>
/// <param name="layers">The layers to score, in their order.</param>
/// <param name="snapshots">The snapshots of the run.</param>
/// <param name="trainer">Who gives batches; null outside a run.</param>
internal sealed class ScoringContext(
    nn.Module model,
    IReadOnlyList<MaskedLayer> layers,
    SnapshotStore snapshots,
    ITrainer? trainer
) : IDisposable
{
    private readonly Dictionary<int, NativeBlock> _buffers = [];

    public nn.Module Model => model;

    public IReadOnlyList<MaskedLayer> Layers => layers;

    public SnapshotStore Snapshots => snapshots;

    /// <exception cref="RecipeException">There is none.</exception>
    public ITrainer Trainer =>
        trainer ?? throw new RecipeException("There is no trainer: a score that sees data belongs into a run.");

    /// <summary>What is asked for.</summary>
    public required PruneStage Stage { get; init; }

    /// <summary>The stage's random numbers.</summary>
    public required RandomSource Random { get; init; }

    /// <summary>Room for a layer's scores; what stands in it is arbitrary. The next call for the same layer gives the same room.</summary>
    /// <param name="layer">The number of the layer.</param>
    /// <param name="units">How many scores.</param>
    /// <param name="type">Of which type.</param>
    public WeightView Buffer(int layer, long units, ElementType type)
    {
        long bytes = new WeightView(0, units, type).ByteLength;
        if (!_buffers.TryGetValue(layer, out NativeBlock? block) || block.ByteLength < bytes)
        {
            block?.Dispose();
            block = new NativeBlock(bytes);
            _buffers[layer] = block;
        }

        unsafe
        {
            return new WeightView((nint)block.Start, units, type);
        }
    }

    public void Dispose()
    {
        foreach (NativeBlock block in _buffers.Values)
        {
            block.Dispose();
        }

        _buffers.Clear();
    }
}
