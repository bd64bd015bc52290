namespace PruningRecipes;

/// <summary>A copy of named tensors in one contiguous block of native memory.</summary>
internal sealed unsafe class Snapshot : IDisposable
{
    private const long Alignment = 64;

    private readonly NativeBlock _block;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Copies.</summary>
    /// <param name="name">The snapshot's name, for messages.</param>
    /// <param name="tensors">What to copy: paths, each once, with the bytes that lie there and a word for their type.</param>
    public Snapshot(string name, IReadOnlyCollection<TensorBytes> tensors)
    {
        Name = name;
        long bytes = 0;
        foreach (TensorBytes tensor in tensors)
        {
            _entries.Add(tensor.Path, new Entry(bytes, tensor.ByteLength, tensor.Type));
            bytes += (tensor.ByteLength + Alignment - 1) / Alignment * Alignment;
        }

        _block = new NativeBlock(bytes);
        Capture(tensors);
    }

    /// <summary>The snapshot's name.</summary>
    public string Name { get; }

    /// <summary>The paths of what it holds, in the order in which it was copied.</summary>
    public IReadOnlyCollection<string> Paths => _entries.Keys;

    /// <summary>The size of the copy in bytes.</summary>
    public long ByteLength => _block.ByteLength;

    /// <summary>Whether it holds a tensor of this path.</summary>
    public bool Contains(string path) => _entries.ContainsKey(path);

    /// <summary>Frees the copy.</summary>
    public void Dispose() => _block.Dispose();

    /// <summary>Copies anew into the same memory.</summary>
    /// <returns>Whether the tensors have the paths, sizes and types of those that were copied before; if not, nothing is copied.</returns>
    public bool TryRecapture(IReadOnlyCollection<TensorBytes> tensors)
    {
        if (tensors.Count != _entries.Count || !tensors.All(Fits))
        {
            return false;
        }

        Capture(tensors);
        return true;
    }

    /// <summary>Refuses tensors of which any cannot be written back.</summary>
    /// <exception cref="RecipeException">There is no copy of it, or one of another type or size.</exception>
    public void RequireFit(IReadOnlyCollection<TensorBytes> tensors)
    {
        foreach (TensorBytes tensor in tensors)
        {
            RequireFit(tensor);
        }
    }

    /// <summary>Has a pass write the copy back over a tensor.</summary>
    /// <exception cref="RecipeException">There is no copy of it, or one of another type or size.</exception>
    public void Restore(CopyPass pass, in TensorBytes tensor)
    {
        RequireFit(tensor);
        pass.Add(Address(tensor.Path), tensor.Address, tensor.ByteLength);
    }

    /// <summary>Has a pass rewind a weight: write the copy of what the mask keeps back over it, and positive zero over the rest.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="path">The weight's path.</param>
    /// <param name="weights">The weight.</param>
    /// <param name="mask">Its mask.</param>
    /// <exception cref="RecipeException">There is no copy of it, or one of another type or size.</exception>
    public void Rewind(CopyPass pass, string path, in WeightView weights, BitMask mask) =>
        pass.AddKept(mask, View(path, weights), weights);

    /// <summary>The copy of a weight, where it lies.</summary>
    /// <param name="path">The weight's path.</param>
    /// <param name="weights">The weight as it is now, of the same size and type.</param>
    /// <exception cref="RecipeException">There is no copy of it, or one of another type or size.</exception>
    public WeightView View(string path, in WeightView weights)
    {
        RequireFit(new TensorBytes(path, weights.Address, weights.ByteLength, weights.Type.ToString()));
        return weights with { Address = Address(path) };
    }

    private nint Address(string path) => (nint)_block.Start + (nint)_entries[path].Offset;

    private bool Fits(TensorBytes tensor) =>
        _entries.TryGetValue(tensor.Path, out Entry entry)
        && entry.Type == tensor.Type
        && entry.ByteLength == tensor.ByteLength;

    private void RequireFit(in TensorBytes tensor)
    {
        if (!_entries.TryGetValue(tensor.Path, out Entry entry))
        {
            throw new RecipeException($"The snapshot '{Name}' does not hold '{tensor.Path}'.");
        }

        if (!Fits(tensor))
        {
            throw new RecipeException(
                $"The snapshot '{Name}' holds '{tensor.Path}' as {entry.ByteLength} bytes of {entry.Type}; the model now has {tensor.ByteLength} bytes of {tensor.Type}."
            );
        }
    }

    private void Capture(IReadOnlyCollection<TensorBytes> tensors)
    {
        var pass = new CopyPass();
        foreach (TensorBytes tensor in tensors)
        {
            pass.Add(tensor.Address, Address(tensor.Path), tensor.ByteLength);
        }

        pass.Run();
    }

    private readonly record struct Entry(long Offset, long ByteLength, string Type);
}

/// <summary>The memory of a tensor that may be of any type: what a snapshot copies.</summary>
/// <param name="Path">Its path in the model.</param>
/// <param name="Address">Its first byte.</param>
/// <param name="ByteLength">How many bytes it has.</param>
/// <param name="Type">The name of its element type.</param>
internal readonly record struct TensorBytes(string Path, nint Address, long ByteLength, string Type);
