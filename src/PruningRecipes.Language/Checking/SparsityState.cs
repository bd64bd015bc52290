namespace PruningRecipes.Language;

/// <summary>What is known of the masks at one point of a recipe.</summary>
/// <param name="Layers">Each layer, in order.</param>
/// <param name="Total">How many units are pruned in all, where every shape is known.</param>
/// <param name="LeastShare">The share that is pruned at least, where shapes are unknown.</param>
/// <param name="Last">What was asked for last, if that was an absolute target: asking again changes nothing.</param>
/// <param name="IsPruned">Whether anything was asked for on every path.</param>
/// <param name="Ranked">The units that are pruned in all, where the last ranking was of structures.</param>
internal sealed record SparsityState(
    EquatableArray<LayerState> Layers,
    CountRange Total,
    decimal LeastShare,
    PruneTarget? Last,
    bool IsPruned,
    RankedUnits? Ranked
)
{
    /// <summary>Whether the layers may have become smaller: then nothing is known of their numbers any more.</summary>
    public bool IsShrunk { get; init; }

    public static SparsityState Dense(LayerTable table) =>
        new(Enumerable.Repeat(LayerState.Dense, table.Count).ToEquatableArray(), default, 0, null, false, null);

    /// <summary>What is known where two paths meet.</summary>
    public SparsityState Join(SparsityState other, LayerTable table)
    {
        var join = new LikeLayerMemo<(LayerState Mine, LayerState Theirs), LayerState>(
            table.Alike,
            (_, both) => both.Mine.Join(both.Theirs)
        );
        return new SparsityState(
            Layers.Select((layer, i) => join.Of(i, (layer, other.Layers[i]))).ToEquatableArray(),
            Total.Join(other.Total),
            Math.Min(LeastShare, other.LeastShare),
            Last == other.Last ? Last : null,
            IsPruned && other.IsPruned,
            Ranked is { } mine && other.Ranked is { } theirs && mine.Grain == theirs.Grain
                ? mine with
                {
                    Pruned = mine.Pruned.Join(theirs.Pruned),
                }
                : null
        )
        {
            IsShrunk = IsShrunk || other.IsShrunk,
        };
    }

    /// <summary>What is known where as many are pruned as before, but any weights.</summary>
    public SparsityState Scatter(LayerTable table)
    {
        var scatter = new LikeLayerMemo<LayerState, LayerState>(table.Alike, (_, layer) => layer.Scatter());
        return this with
        {
            Layers = Layers.Select((layer, i) => scatter.Of(i, layer)).ToEquatableArray(),
            Ranked = null,
        };
    }

    /// <summary>What is known once a search has chosen how many weights of each layer it keeps.</summary>
    public SparsityState Search(LayerTable table)
    {
        var search = new LikeLayerMemo<LayerState, LayerState>(
            table.Alike,
            (i, layer) => table.Weights[i] is { } weights ? layer.Search(weights) : layer
        );
        EquatableArray<LayerState> layers = Layers.Select((layer, i) => search.Of(i, layer)).ToEquatableArray();
        return this with
        {
            Layers = layers,
            Total = Total with { Maximum = layers.Sum(layer => layer.Pruned.Maximum) },
            Last = null,
            IsPruned = true,
            Ranked = null,
        };
    }

    /// <summary>What is known where anything may have happened.</summary>
    public SparsityState Widen(LayerTable table)
    {
        var widen = new LikeLayerMemo<LayerState, LayerState>(
            table.Alike,
            (i, layer) => layer.Widen(table.Weights[i] ?? 0)
        );
        return this with
        {
            Layers = Layers.Select((layer, i) => widen.Of(i, layer)).ToEquatableArray(),
            Total = new CountRange(Total.Minimum, table.Total ?? 0),
            Last = null,
            Ranked = null,
        };
    }
}

/// <summary>How many units of a grain are pruned in all layers together.</summary>
internal readonly record struct RankedUnits(GrainSpec Grain, CountRange Pruned);

/// <summary>What a prune stage asks for.</summary>
internal readonly record struct PruneTarget(AmountKind Kind, Operand Amount, Allocation Allocation, GrainSpec Grain);
