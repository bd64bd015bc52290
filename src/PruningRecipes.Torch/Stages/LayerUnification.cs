namespace PruningRecipes.Torch;

/// <summary>A layer in blocks, and how many of them a unification takes.</summary>
internal sealed class LayerUnification : IDisposable
{
    private readonly MaskedLayer _layer;
    private readonly BlockUnification _blocks;
    private readonly long _unified;
    private readonly long _pruned;

    /// <exception cref="RecipeException">
    /// The blocks do not divide the layer, the sparsity would have to fall, or no block would be left.
    /// </exception>
    public LayerUnification(MaskedLayer layer, UnifyStage stage)
    {
        _layer = layer;
        _blocks = new BlockUnification(layer.Path, UnitLayout.Of(layer.Path, layer.Mask.Shape, stage.Block));
        long before = _blocks.CountPruned(layer.Mask.Bits);
        long kept = _blocks.Count - before;
        _pruned = stage.Pruned is { } share ? CountPruned(layer, stage.Block, share, before) : 0;
        long capacity = Math.Max(0, kept - Protection.Default.Kept(_blocks.Count));
        if (_pruned > capacity)
        {
            _blocks.Dispose();
            throw Selection.TooMany($"'{layer.Path}'", _pruned, kept, capacity);
        }

        // Two shares that were rounded up may be more than there is.
        long asked = Amount.ToPrune(AmountKind.Sparsity, stage.Unified, 1m, _blocks.Count, 0);
        _unified = Math.Min(asked, kept - _pruned);
    }

    /// <summary>The weights become those of the nearest unification, as far as the masks are not concerned.</summary>
    /// <param name="weights">As many as the layer has.</param>
    public void Project(WeightView weights)
    {
        _blocks.Choose(weights, _layer.Mask.Bits, _unified, _pruned);
        _blocks.Write(weights, _layer.Mask.Bits);
    }

    /// <summary>Unifies the weights, prunes blocks, and freezes the unified ones.</summary>
    public void Apply()
    {
        Project(_layer.Weights);
        _blocks.PruneWeights(_layer.Mask.Bits);
        var frozen = new BitMask(_layer.Mask.Units);
        _blocks.MarkUnified(_layer.Mask.Bits, frozen);
        _layer.Freeze(frozen);
    }

    public void Dispose() => _blocks.Dispose();

    private long CountPruned(MaskedLayer layer, GrainSpec block, decimal share, long before) =>
        UnitPools.OfLayer(
            layer,
            new PruneStage
            {
                Score = Score.Magnitude,
                Grain = block,
                AmountKind = AmountKind.Sparsity,
                Amount = share,
            },
            block,
            _blocks.Count,
            before
        );
}
