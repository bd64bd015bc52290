namespace PruningRecipes.Torch;

/// <summary>
/// Until it is disposed, layers may be changed to see what comes of it, or whether anything fails: then they are as before,
/// unless they are kept.
/// </summary>
internal sealed class ScratchLayers : IDisposable
{
    private readonly SavedMasks _masks;
    private readonly HiddenWeights[] _weights;
    private bool _isKept;

    /// <param name="layers">The layers.</param>
    /// <param name="hasWeights">Whether their weights may be changed, too, and not the masks alone.</param>
    public ScratchLayers(IReadOnlyList<MaskedLayer> layers, bool hasWeights)
    {
        _masks = new SavedMasks(layers.Select(layer => layer.Mask.Bits));
        _weights = hasWeights ? [.. layers.Select(layer => new HiddenWeights(layer))] : [];
    }

    /// <summary>Takes back what was changed of the masks.</summary>
    public void RestoreMasks() => _masks.Restore();

    /// <summary>Lets the layers stay as they have become.</summary>
    public void Keep() => _isKept = true;

    public void Dispose()
    {
        if (!_isKept)
        {
            RestoreMasks();
            Array.ForEach(_weights, weights => weights.Restore());
        }

        _masks.Dispose();
        Array.ForEach(_weights, weights => weights.Dispose());
    }
}
