namespace PruningRecipes;

/// <summary>
/// Applies the masks of several layers, each to arrays of its own, in one pass shared out over the cores where there is enough
/// to do. Allocates no managed memory once it has seen as many layers and arrays.
/// </summary>
internal sealed class MaskPass : ParallelWork
{
    /// <summary>Words in a chunk: 1 MiB of float32 weights.</summary>
    private const long ChunkWords = 4096;

    private readonly List<Layer> _layers = [];
    private readonly List<Chunk> _chunks = [];
    private WeightView[] _views = [];
    private bool[] _found = [];
    private int _viewCount;
    private long _bytes;

    /// <summary>Forgets the layers.</summary>
    public void Clear()
    {
        _layers.Clear();
        _chunks.Clear();
        _viewCount = 0;
        _bytes = 0;
    }

    /// <summary>Adds a layer.</summary>
    /// <param name="mask">Its mask.</param>
    /// <param name="views">Arrays of the mask's length, or none.</param>
    public void Add(BitMask mask, ReadOnlySpan<WeightView> views)
    {
        mask.RequireLengths(views);
        if (_viewCount + views.Length > _views.Length)
        {
            Array.Resize(ref _views, Math.Max(_viewCount + views.Length, _views.Length * 2));
        }

        views.CopyTo(_views.AsSpan(_viewCount));
        for (long first = 0; first < mask.WordCount && !views.IsEmpty; first += ChunkWords)
        {
            _chunks.Add(new Chunk(_layers.Count, new WordRange(first, Math.Min(first + ChunkWords, mask.WordCount))));
        }

        _layers.Add(new Layer(mask, _viewCount, views.Length));
        _viewCount += views.Length;
        foreach (ref readonly WeightView view in views)
        {
            _bytes += view.ByteLength;
        }
    }

    /// <summary>Sets what is pruned to positive zero.</summary>
    public void Run()
    {
        if (_found.Length < _layers.Count)
        {
            _found = new bool[_layers.Count];
        }

        Array.Clear(_found);
        WorkCrew.Shared.Run(this, _chunks.Count, Threads.For(_bytes));
    }

    /// <summary>Whether anything that is pruned was anything else in a layer, the first added being 0.</summary>
    public bool Found(int layer) => _found[layer];

    public override void Run(int chunk, int slot)
    {
        Chunk part = _chunks[chunk];
        Layer layer = _layers[part.Layer];
        if (layer.Mask.Apply(part.Words, _views.AsSpan(layer.FirstView, layer.Views)))
        {
            _found[part.Layer] = true;
        }
    }

    private readonly record struct Layer(BitMask Mask, int FirstView, int Views);

    private readonly record struct Chunk(int Layer, WordRange Words);
}
