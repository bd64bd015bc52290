namespace PruningRecipes.Language;

/// <summary>What is known of one layer's mask. Layers of which the same is known share one.</summary>
/// <param name="Pruned">How many of its weights are pruned, where its shape is known.</param>
/// <param name="IsOpen">Whether the walk was cut short, or what is known is not exact, so that the ends may never be reached.</param>
/// <param name="LeastShare">The share that is pruned at least, where its shape is unknown.</param>
/// <param name="Whole">The units that were pruned last, where they are not single weights.</param>
/// <param name="Groups">The grain <c>N of M</c> of all its pruning so far, if that was one.</param>
/// <param name="IsMixed">Whether units of several grains overlap in it, or a search had the choice: how many are pruned is decided in the run.</param>
/// <param name="IsRanked">Whether a ranking over all layers has had a part in it: the weights decide how much it has lost.</param>
/// <param name="IsSearched">Whether a search had the choice how many are pruned.</param>
internal sealed record LayerState(
    CountRange Pruned,
    bool IsOpen,
    decimal LeastShare,
    WholeUnits? Whole,
    GrainSpec? Groups,
    bool IsMixed,
    bool IsRanked,
    bool IsSearched
)
{
    public static LayerState Dense { get; } = new(default, false, 0, null, null, false, false, false);

    /// <summary>What decides in the run how much is pruned.</summary>
    public string Decider => IsSearched ? "a search" : "what was pruned in other units";

    /// <summary>How many units are pruned as a whole.</summary>
    public CountRange PrunedIn(GrainUnits units)
    {
        if (units.Size == 1 || Pruned.Maximum == 0)
        {
            return Pruned;
        }

        if (Whole is { } whole && whole.Units == units)
        {
            return whole.Pruned;
        }

        var weights = new WholeUnits(
            new GrainUnits(new UnitTile(1, 1), units.Count * units.Size),
            Pruned,
            AreAll: true
        );
        CountRange known = units.PrunedAmong(weights)!.Value;
        return Whole is { } others && units.PrunedAmong(others) is { } more ? known.And(more) : known;
    }

    /// <summary>Whether the weights decide how many of the units are pruned.</summary>
    public bool IsMixedIn(GrainUnits units) =>
        IsMixed || (Pruned.Maximum > 0 && units.Size > 1 && Whole?.Units != units && !PrunedIn(units).IsExact);

    /// <summary>What is known once more units are pruned.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="units">Its units.</param>
    /// <param name="pruned">How many of them are pruned then.</param>
    public LayerState After(PrunedLayer layer, GrainUnits units, CountRange pruned)
    {
        GrainSpec? groups = layer.Grain.Kind == Grain.NOfM ? layer.Grain : null;
        if (units.Size == 1)
        {
            return this with { Pruned = pruned, Whole = null, Groups = groups };
        }

        if (Pruned.Maximum == 0 || (Whole is { AreAll: true } whole && whole.Units == units))
        {
            return this with
            {
                Pruned = pruned.Times(units.Size),
                Whole = new WholeUnits(units, pruned, AreAll: true),
                Groups = null,
            };
        }

        // A unit that goes had a weight at least; one that stays has one.
        CountRange before = PrunedIn(units);
        var weights = new CountRange(
            Math.Max(Pruned.Minimum + Math.Max(0, pruned.Minimum - before.Maximum), pruned.Minimum * units.Size),
            Math.Min(
                Pruned.Maximum + ((pruned.Maximum - before.Minimum) * units.Size),
                (units.Count * (units.Size - 1)) + pruned.Maximum
            )
        );
        return this with
        {
            Pruned = weights,
            Whole = new WholeUnits(units, pruned, AreAll: false),
            Groups = null,
            IsMixed = IsMixed || !weights.IsExact,
        };
    }

    public LayerState Join(LayerState other) =>
        this == other
            ? this
            : new(
                Pruned.Join(other.Pruned),
                IsOpen || other.IsOpen,
                Math.Min(LeastShare, other.LeastShare),
                Join(WholeAs(other), other.WholeAs(this)),
                Groups == other.Groups || other.Pruned.Maximum == 0 ? Groups
                    : Pruned.Maximum == 0 ? other.Groups
                    : null,
                IsMixed || other.IsMixed,
                IsRanked || other.IsRanked,
                IsSearched || other.IsSearched
            );

    /// <summary>What is known where as many are pruned as before, but any weights.</summary>
    public LayerState Scatter() => this with { Whole = null, Groups = null };

    /// <summary>What is known once a search has chosen how many weights it keeps: one at least, if there was one.</summary>
    /// <param name="weights">The number of weights.</param>
    public LayerState Search(long weights) =>
        Scatter() with
        {
            Pruned = new CountRange(Pruned.Minimum, Math.Max(Pruned.Maximum, weights - 1)),
            IsMixed = true,
            IsSearched = true,
        };

    /// <summary>What is known where anything may have happened.</summary>
    /// <param name="weights">The number of weights.</param>
    public LayerState Widen(long weights) =>
        Scatter() with
        {
            Pruned = new CountRange(Pruned.Minimum, weights),
            IsOpen = true,
        };

    /// <summary>What is pruned, in the units of another if nothing is.</summary>
    private WholeUnits? WholeAs(LayerState other) =>
        Pruned.Maximum == 0 && other.Whole is { } theirs ? theirs with { Pruned = default, AreAll = true } : Whole;

    private static WholeUnits? Join(WholeUnits? one, WholeUnits? other) =>
        one is { } mine && other is { } theirs && mine.Units == theirs.Units
            ? new WholeUnits(mine.Units, mine.Pruned.Join(theirs.Pruned), mine.AreAll && theirs.AreAll)
            : null;
}
