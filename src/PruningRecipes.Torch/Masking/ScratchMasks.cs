namespace PruningRecipes.Torch;

/// <summary>Until it is disposed, the masks of layers may be changed to see what comes of it: then they are as before.</summary>
internal sealed class ScratchMasks : IDisposable
{
    private readonly IReadOnlyList<MaskedLayer> _layers;
    private readonly BitMask[] _before;

    public ScratchMasks(IReadOnlyList<MaskedLayer> layers)
    {
        _layers = layers;
        _before = [.. layers.Select(layer => new BitMask(layer.Mask.Units))];
        for (int i = 0; i < _before.Length; i++)
        {
            _before[i].CopyFrom(layers[i].Mask.Bits);
        }
    }

    public void Dispose()
    {
        for (int i = 0; i < _before.Length; i++)
        {
            _layers[i].Mask.Bits.CopyFrom(_before[i]);
            _before[i].Dispose();
        }
    }
}
