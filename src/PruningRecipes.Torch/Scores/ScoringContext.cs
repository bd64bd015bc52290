using TorchSharp.Modules;
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
    private readonly Dictionary<(Room Room, int Layer), NativeBlock> _blocks = [];
    private WeightView[]? _remembered;

    private enum Room
    {
        Scores,
        UnitScores,
        Weights,
    }

    public nn.Module Model => model;

    public IReadOnlyList<MaskedLayer> Layers => layers;

    public SnapshotStore Snapshots => snapshots;

    /// <exception cref="RecipeException">There is none, or it gives scores no batches.</exception>
    public IScoringTrainer Trainer => CalibrationData.Require(trainer, "a score");

    /// <summary>How many batches a score is to see.</summary>
    public int Batches => Stage.Batches ?? 1;

    /// <exception cref="RecipeException">There is no trainer, or it gives scores no batches.</exception>
    public CalibrationData Calibration => new(model, Trainer, Random, Batches, Stage.PerClass);

    /// <summary>The positions of the output of each layer.</summary>
    /// <exception cref="RecipeException">There is no trainer with an example, or a layer is not called.</exception>
    public long[] CountPositions()
    {
        LetGo();
        return LayerInputs.CountPositions(model, layers, CalibrationData.Require(trainer, "an amount of operations"));
    }

    /// <summary>What is asked for.</summary>
    public required PruneStage Stage { get; init; }

    /// <summary>The scores of each layer, where training has learned them; null elsewhere.</summary>
    public IReadOnlyList<ScoreView>? Learned { get; init; }

    /// <summary>The stage's random numbers.</summary>
    public required RandomSource Random { get; init; }

    /// <summary>
    /// The weights of a layer to score. They are those of the model, but where the stage recovers: there the model has those of
    /// the round before, with gradients to match, and these are all that may return.
    /// </summary>
    /// <param name="layer">The number of the layer.</param>
    public WeightView Weights(int layer) => _remembered is null ? layers[layer].Weights : _remembered[layer];

    /// <summary>Before the model computes: devices get what is held of the layers in memory of the CPU.</summary>
    public void LetGo()
    {
        foreach (MaskedLayer layer in layers)
        {
            layer.LetGo();
        }
    }

    /// <summary>Copies the weights as they are: from now on <see cref="Weights"/> are those.</summary>
    public void RememberWeights()
    {
        _remembered =
        [
            .. layers.Select(
                (layer, i) =>
                {
                    WeightView copy = Take(Room.Weights, i, layer.Weights.Length, layer.Weights.Type);
                    layer.Mask.Bits.CopyKept(layer.Weights, copy);
                    return copy;
                }
            ),
        ];
    }

    /// <summary>From now on <see cref="Weights"/> are others than those of the model.</summary>
    /// <param name="weights">As many of each layer as it has, good as long as this.</param>
    public void RememberWeights(WeightView[] weights) => _remembered = weights;

    /// <summary><see cref="Weights"/> in 64 bits, as a tensor of its own in memory of the CPU.</summary>
    /// <param name="layer">The number of the layer.</param>
    public Tensor Doubles(int layer)
    {
        Tensor doubles = empty(layers[layer].Parameter.shape, ScalarType.Float64);
        ElementConversion.Copy(Weights(layer), TensorMemory.View(doubles, "", layers[layer].Path));
        return doubles;
    }

    /// <summary>A context of one of the layers alone, for which the caller answers.</summary>
    /// <param name="layer">The number of the layer.</param>
    public ScoringContext Of(int layer) =>
        new(model, [layers[layer]], snapshots, trainer)
        {
            Stage = Stage,
            Random = Random,
            Learned = Learned is null ? null : [Learned[layer]],
            _remembered = _remembered is null ? null : [_remembered[layer]],
        };

    /// <summary>Room for a layer's scores; what stands in it is arbitrary. The next call for the same layer gives the same room.</summary>
    /// <param name="layer">The number of the layer.</param>
    /// <param name="units">How many scores.</param>
    /// <param name="type">Of which type.</param>
    public WeightView Buffer(int layer, long units, ElementType type) => Take(Room.Scores, layer, units, type);

    /// <summary>Room for the scores of a layer's units, pooled from those of its weights.</summary>
    /// <param name="layer">The number of the layer.</param>
    /// <param name="units">How many scores.</param>
    public WeightView UnitBuffer(int layer, long units) => Take(Room.UnitScores, layer, units, ElementType.Float64);

    /// <summary>Keeps a layer's scores beyond the tensor that they were computed in.</summary>
    /// <param name="layer">The number of the layer.</param>
    /// <param name="scores">One for each unit, of 32 or 64 bits, contiguous.</param>
    public WeightView Keep(int layer, Tensor scores)
    {
        WeightView source = TensorMemory.View(scores.cpu(), "The scores of ", layers[layer].Path);
        WeightView kept = Buffer(layer, source.Length, source.Type);
        ElementConversion.Copy(source, kept);
        return kept;
    }

    public void Dispose()
    {
        foreach (NativeBlock block in _blocks.Values)
        {
            block.Dispose();
        }

        _blocks.Clear();
    }

    private WeightView Take(Room room, int layer, long units, ElementType type)
    {
        long bytes = new WeightView(0, units, type).ByteLength;
        if (!_blocks.TryGetValue((room, layer), out NativeBlock? block) || block.ByteLength < bytes)
        {
            block?.Dispose();
            block = new NativeBlock(bytes);
            _blocks[(room, layer)] = block;
        }

        unsafe
        {
            return new WeightView((nint)block.Start, units, type);
        }
    }
}
