using System.Collections.Immutable;

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

    public static SparsityState Dense(int layers) =>
        new(Enumerable.Repeat(default(LayerState), layers).ToEquatableArray(), default, 0, null, false, null);

    /// <summary>What is known where two paths meet.</summary>
    public SparsityState Join(SparsityState other)
    {
        var layers = ImmutableArray.CreateBuilder<LayerState>(Layers.Count);
        for (int i = 0; i < Layers.Count; i++)
        {
            layers.Add(Layers[i].Join(other.Layers[i]));
        }

        return new SparsityState(
            new EquatableArray<LayerState>(layers.MoveToImmutable()),
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
}

/// <summary>How many units of a grain are pruned in all layers together.</summary>
internal readonly record struct RankedUnits(GrainSpec Grain, CountRange Pruned);

/// <summary>What is known of one layer's mask.</summary>
/// <param name="Pruned">How many of its units are pruned, where its shape is known.</param>
/// <param name="IsOpen">Whether the walk was cut short, or what is known is not exact, so that the ends may never be reached.</param>
/// <param name="LeastShare">The share that is pruned at least, where its shape is unknown.</param>
/// <param name="Grain">The grain of all its pruning so far, if that was one.</param>
/// <param name="IsRanked">Whether a ranking over all layers has had a part in it: the weights decide how much it has lost.</param>
internal readonly record struct LayerState(
    CountRange Pruned,
    bool IsOpen,
    decimal LeastShare,
    GrainSpec? Grain,
    bool IsRanked
)
{
    /// <summary>Whether what is pruned are whole units of a grain.</summary>
    public bool IsWholeIn(GrainSpec grain) =>
        Pruned.Maximum == 0 || grain.Kind is PruningRecipes.Grain.Weight or PruningRecipes.Grain.NOfM || Grain == grain;

    public LayerState Join(LayerState other) =>
        new(
            Pruned.Join(other.Pruned),
            IsOpen || other.IsOpen,
            Math.Min(LeastShare, other.LeastShare),
            Grain == other.Grain || other.Pruned.Maximum == 0 ? Grain
                : Pruned.Maximum == 0 ? other.Grain
                : null,
            IsRanked || other.IsRanked
        );
}

/// <summary>What a prune stage asks for.</summary>
internal readonly record struct PruneTarget(AmountKind Kind, Operand Amount, Allocation Allocation, GrainSpec Grain);
