namespace PruningRecipes.Torch;

/// <summary>A layer as a prune stage sees it: in units of its grain. The mask of the weights stays the truth.</summary>
internal sealed class UnitLayer : IDisposable
{
    private readonly UnitLayout? _layout;

    /// <exception cref="RecipeException">The layer has no such units.</exception>
    public UnitLayer(int index, MaskedLayer layer, PruneStage stage)
    {
        Index = index;
        Layer = layer;
        Grain = layer.Plan.Grain ?? stage.Grain;
        if (Grain.Kind != PruningRecipes.Grain.Weight)
        {
            _layout = UnitLayout.Of(layer.Path, layer.Mask.Shape, Grain);
        }

        // A unit that is a weight has its bit in the mask of the weights.
        IsOfWeights = _layout is not { Size: > 1 };
        Mask = IsOfWeights ? layer.Mask.Bits : new BitMask(_layout!.Value.Count);
        Protected = stage.Protection.Kept(Mask.Length);
        Gather();
    }

    /// <summary>Its number among the layers.</summary>
    public int Index { get; }

    public MaskedLayer Layer { get; }

    public GrainSpec Grain { get; }

    /// <summary>One bit for each unit: clear where all its weights are pruned.</summary>
    public BitMask Mask { get; }

    /// <summary>How many of its units are kept at least.</summary>
    public long Protected { get; }

    private bool IsOfWeights { get; }

    /// <summary>The layer in a ranking of units.</summary>
    /// <param name="context">Who has room for the scores of units.</param>
    /// <param name="scores">The scores of the layer's weights, or of its units where the pooling is none.</param>
    /// <param name="pooling">How those of weights become those of units.</param>
    public ScoredLayer Score(ScoringContext context, ScoreView scores, Pooling pooling) =>
        new(
            Layer.Path,
            Mask,
            IsOfWeights
                ? scores
                : UnitScores.Pool(
                    scores,
                    Layer.Mask.Bits,
                    _layout!.Value,
                    pooling,
                    context.UnitBuffer(Index, Mask.Length)
                )
        )
        {
            Protected = Protected,
        };

    /// <summary>How many weights its kept units have that are kept themselves.</summary>
    public long CountKeptWeights() => IsOfWeights ? Mask.Kept : _layout!.Value.CountKept(Mask, Layer.Mask.Bits);

    /// <summary>Takes the units from the mask of the weights.</summary>
    public void Gather()
    {
        if (!IsOfWeights)
        {
            _layout!.Value.Gather(Layer.Mask.Bits, Mask);
        }
    }

    /// <summary>Prunes the weights of the units that are pruned.</summary>
    public void Scatter()
    {
        if (!IsOfWeights)
        {
            _layout!.Value.Scatter(Mask, Layer.Mask.Bits);
        }
    }

    public void Dispose()
    {
        if (!IsOfWeights)
        {
            Mask.Dispose();
        }
    }
}
