namespace PruningRecipes.Torch;

/// <summary>Copies of masks, by which what is changed of them can be taken back.</summary>
internal sealed class SavedMasks : IDisposable
{
    private readonly BitMask[] _masks;
    private readonly BitMask[] _copies;

    public SavedMasks(IEnumerable<BitMask> masks)
    {
        _masks = [.. masks];
        _copies = Array.ConvertAll(_masks, mask => new BitMask(mask.Length));
        for (int i = 0; i < _masks.Length; i++)
        {
            _copies[i].CopyFrom(_masks[i]);
        }
    }

    /// <summary>Makes the masks what they were.</summary>
    public void Restore()
    {
        for (int i = 0; i < _masks.Length; i++)
        {
            _masks[i].CopyFrom(_copies[i]);
        }
    }

    public void Dispose() => Array.ForEach(_copies, copy => copy.Dispose());
}
