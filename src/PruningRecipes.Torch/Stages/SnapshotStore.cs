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
        var copy = new Snapshot(name, Tensors(contents));
        if (_snapshots.Remove(name, out var earlier))
        {
            earlier.Copy.Dispose();
        }

        _snapshots.Add(name, (copy, contents));
    }

    /// <summary>Writes a snapshot back over the model; pruned weights come back too.</summary>
    public void Restore(string name, SnapshotContents contents)
    {
        RequireSupported(contents);
        if (!_snapshots.TryGetValue(name, out var snapshot))
        {
            throw new RecipeException(
                $"There is no snapshot named '{name}' to rewind to{NearestName.Hint(name, _snapshots.Keys)}"
            );
        }

        SnapshotContents missing = contents & ~snapshot.Contents;
        if (missing != SnapshotContents.None)
        {
            throw new RecipeException($"The snapshot '{name}' holds {snapshot.Contents}, and not {missing}.");
        }

        foreach (TensorBytes tensor in Tensors(contents))
        {
            snapshot.Copy.Restore(tensor);
        }
    }

    public void Dispose()
    {
        foreach ((Snapshot copy, _) in _snapshots.Values)
        {
            copy.Dispose();
        }

        _snapshots.Clear();
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
