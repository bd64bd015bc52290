using static TorchSharp.torch;

namespace PruningRecipes.Torch;

/// <summary>The snapshots of a run by their names.</summary>
internal sealed class SnapshotStore(nn.Module model, Devices devices) : IDisposable
{
    private readonly Dictionary<string, Saved> _snapshots = new(StringComparer.Ordinal);

    /// <summary>The optimizer of the present training, or of the last.</summary>
    public OptimizerMemory Optimizer { get; } = new(model);

    /// <summary>The learning rates of the present training; null between trainings.</summary>
    public ScheduledTraining? Schedule { get; set; }

    /// <summary>Copies; an earlier snapshot of the same name is forgotten.</summary>
    /// <param name="name">The snapshot's name.</param>
    /// <param name="contents">What is copied.</param>
    /// <param name="step">How many steps of the present training were taken.</param>
    public void Save(string name, SnapshotContents contents, long step = 0)
    {
        ScheduledTraining? schedule = Schedule?.From(step);
        OptimizerCopy? optimizer = contents.HasFlag(SnapshotContents.Optimizer) ? Optimizer.Copy() : null;
        using var state = new HostState(model, contents, devices);
        IReadOnlyList<TensorBytes> tensors = state.Tensors;
        if (_snapshots.Remove(name, out Saved earlier))
        {
            if (earlier.Copy.TryRecapture(tensors))
            {
                _snapshots.Add(name, new Saved(earlier.Copy, contents, optimizer, schedule));
                return;
            }

            earlier.Copy.Dispose();
        }

        _snapshots.Add(name, new Saved(new Snapshot(name, tensors), contents, optimizer, schedule));
    }

    /// <summary>
    /// Writes a snapshot back over the model; what the masks of the layers prune becomes zero. The optimizer's state is brought
    /// back where an optimizer is attached, and otherwise where the next training begins.
    /// </summary>
    /// <exception cref="RecipeException">The snapshot is not what is asked for; nothing is brought back.</exception>
    public void Restore(string name, SnapshotContents contents, IReadOnlyList<MaskedLayer> layers)
    {
        Saved snapshot = Find(name, contents, "rewind to");
        Dictionary<string, MaskedLayer> masked = layers.ToDictionary(layer => layer.Path, StringComparer.Ordinal);
        using var state = new HostState(model, contents, devices);
        snapshot.Copy.RequireFit(state.Tensors);
        if (contents.HasFlag(SnapshotContents.Optimizer))
        {
            Optimizer.Restore(name, snapshot.Optimizer);
        }

        var pass = new CopyPass();
        foreach (TensorBytes tensor in state.Tensors)
        {
            if (masked.TryGetValue(tensor.Path, out MaskedLayer? layer))
            {
                snapshot.Copy.Rewind(pass, tensor.Path, layer.Weights, layer.Mask.Bits);
            }
            else
            {
                snapshot.Copy.Restore(pass, tensor);
            }
        }

        pass.Run();
        foreach (TensorBytes tensor in state.Tensors.Where(tensor => !masked.ContainsKey(tensor.Path)))
        {
            state.WriteBack(tensor.Path);
        }
    }

    /// <summary>The learning rates of the training that saved a snapshot, from there on.</summary>
    /// <exception cref="RecipeException">There is no such snapshot, or it was saved between trainings.</exception>
    public ScheduledTraining ScheduleOf(string name) =>
        Find(name, SnapshotContents.None, "rewind to").Schedule
        ?? throw new RecipeException(
            $"The snapshot '{name}' was saved between trainings: there is no schedule to go on with."
        );

    /// <summary>Does something to the model as a snapshot has it, then puts the model back as it is.</summary>
    /// <param name="name">The snapshot, which holds weights; buffers that it does not hold are as they are.</param>
    /// <param name="visit">What is done; may not change weights or buffers.</param>
    /// <exception cref="RecipeException">There is no such snapshot, it holds no weights, or others than the model has.</exception>
    public void Visit(string name, Action visit)
    {
        Saved snapshot = Find(name, SnapshotContents.Weights, "fit the outputs of");
        using var state = new HostState(model, snapshot.Contents, devices);
        using var present = new Snapshot(name, state.Tensors);
        try
        {
            Write(snapshot.Copy);
            visit();
        }
        finally
        {
            Write(present);
        }

        void Write(Snapshot copy)
        {
            var pass = new CopyPass();
            foreach (TensorBytes tensor in state.Tensors)
            {
                copy.Restore(pass, tensor);
            }

            pass.Run();
            foreach (TensorBytes tensor in state.Tensors)
            {
                state.WriteBack(tensor.Path);
            }
        }
    }

    /// <summary>The copy of a layer's weight, good until the snapshot is saved again.</summary>
    public WeightView Weights(string name, MaskedLayer layer) =>
        Find(name, SnapshotContents.Weights, "compare with").Copy.View(layer.Path, layer.Weights);

    public void Dispose()
    {
        foreach (Saved snapshot in _snapshots.Values)
        {
            snapshot.Copy.Dispose();
        }

        _snapshots.Clear();
        Optimizer.Dispose();
    }

    private Saved Find(string name, SnapshotContents contents, string purpose)
    {
        if (!_snapshots.TryGetValue(name, out Saved snapshot))
        {
            throw new RecipeException(
                $"There is no snapshot named '{name}' to {purpose}{NearestName.Hint(name, _snapshots.Keys)}"
            );
        }

        SnapshotContents missing = contents & ~snapshot.Contents;
        return missing == SnapshotContents.None
            ? snapshot
            : throw new RecipeException($"The snapshot '{name}' holds {snapshot.Contents}, and not {missing}.");
    }

    private readonly record struct Saved(
        Snapshot Copy,
        SnapshotContents Contents,
        OptimizerCopy? Optimizer,
        ScheduledTraining? Schedule
    );
}
