using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>The snapshots of a run by their names.</summary>
internal sealed class SnapshotStore(nn.Module model) : IDisposable
{
    private readonly Dictionary<string, (Snapshot Copy, SnapshotContents Contents)> _snapshots = new(
        StringComparer.Ordinal
    );

    /// <summary>Copies; an earlier snapshot of the same name is forgotten.</summary>
    public void Save(string name, SnapshotContents contents)
    {
        RequireSupported(contents);
        List<TensorBytes> tensors = Tensors(contents);
        if (_snapshots.Remove(name, out var earlier))
        {
            if (earlier.Copy.TryRecapture(tensors))
            {
                _snapshots.Add(name, (earlier.Copy, contents));
                return;
            }

            earlier.Copy.Dispose();
        }

        _snapshots.Add(name, (new Snapshot(name, tensors), contents));
    }

    /// <summary>Writes a snapshot back over the model; what the masks of the layers prune becomes zero.</summary>
    public void Restore(string name, SnapshotContents contents, IReadOnlyList<MaskedLayer> layers)
    {
        RequireSupported(contents);
        Snapshot copy = Find(name, contents, "rewind to");
        Dictionary<string, MaskedLayer> masked = layers.ToDictionary(layer => layer.Path, StringComparer.Ordinal);
        foreach (TensorBytes tensor in Tensors(contents))
        {
            if (masked.TryGetValue(tensor.Path, out MaskedLayer? layer))
            {
                copy.Rewind(tensor.Path, layer.Weights, layer.Mask.Bits);
            }
            else
            {
                copy.Restore(tensor);
            }
        }
    }

    /// <summary>The copy of a layer's weight, good until the snapshot is saved again.</summary>
    public WeightView Weights(string name, MaskedLayer layer) =>
        Find(name, SnapshotContents.Weights, "compare with").View(layer.Path, layer.Weights);

    public void Dispose()
    {
        foreach ((Snapshot copy, _) in _snapshots.Values)
        {
            copy.Dispose();
        }

        _snapshots.Clear();
    }

    private Snapshot Find(string name, SnapshotContents contents, string purpose)
    {
        if (!_snapshots.TryGetValue(name, out var snapshot))
        {
            throw new RecipeException(
                $"There is no snapshot named '{name}' to {purpose}{NearestName.Hint(name, _snapshots.Keys)}"
            );
        }

        SnapshotContents missing = contents & ~snapshot.Contents;
        return missing == SnapshotContents.None
            ? snapshot.Copy
            : throw new RecipeException($"The snapshot '{name}' holds {snapshot.Contents}, and not {missing}.");
    }

    private List<TensorBytes> Tensors(SnapshotContents contents)
    {
        var tensors = new List<TensorBytes>();
        if (contents.HasFlag(SnapshotContents.Weights))
        {
            tensors.AddRange(model.named_parameters().Select(entry => TensorMemory.Bytes(entry.parameter, entry.name)));
        }

        if (contents.HasFlag(SnapshotContents.Buffers))
        {
            tensors.AddRange(model.named_buffers().Select(entry => TensorMemory.Bytes(entry.buffer, entry.name)));
        }

        return tensors;
    }

    // An optimizer lives as long as one training, so there is none to copy between stages.
    private static void RequireSupported(SnapshotContents contents)
    {
        if (contents.HasFlag(SnapshotContents.Optimizer))
        {
            throw new RecipeException("A snapshot cannot hold the optimizer: each training starts with a new one.");
        }
    }
}
