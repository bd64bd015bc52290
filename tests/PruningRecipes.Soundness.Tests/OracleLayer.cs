using PruningRecipes.Torch;

namespace PruningRecipes.Soundness.Tests;

/// <summary>A linear layer as the oracle sees it: what is kept, weight by weight, and in units of the stage's grain.</summary>
internal sealed class OracleLayer
{
    private readonly long _columns;
    private bool[] _kept;
    private bool[] _before = [];

    public OracleLayer(LayerPlan plan)
    {
        Plan = plan;
        _columns = plan.Shape[1];
        _kept = [.. Enumerable.Repeat(true, (int)(plan.Shape[0] * plan.Shape[1]))];
    }

    public LayerPlan Plan { get; }

    public GrainSpec Grain { get; private set; }

    public long Units { get; private set; }

    public long Weights => _kept.Length;

    public long KeptWeights => _kept.Count(kept => kept);

    /// <summary>The units that are pruned.</summary>
    public long Pruned => UnitsOf(_kept).Count(unit => !unit.Any(kept => kept));

    /// <summary>The units that are kept at least.</summary>
    public long Protected { get; private set; }

    /// <summary>Whether a ranking over all layers has had a part in what is pruned.</summary>
    public bool IsRanked { get; set; }

    /// <summary>A stage is about to prune.</summary>
    public void Begin(PruneStage stage) => Begin(Plan.Grain ?? stage.Grain, stage.Protection);

    /// <summary>Something is about to prune by a grain.</summary>
    public void Begin(GrainSpec grain, Protection protection)
    {
        Grain = grain;
        Units = UnitsOf(_kept).Count();
        decimal share = Math.Ceiling(protection.MinKeep * Units);
        Protected = Math.Min(Units, Math.Max(protection.PerLayer, (long)share));
    }

    /// <summary>
    /// Kept weights have been exchanged for pruned ones, and some may have been pruned since: as many are pruned as before, but
    /// others. Which of those at the end were pruned first makes no difference.
    /// </summary>
    public void Exchange(LayerMask mask)
    {
        long since = mask.Pruned - _kept.Count(kept => !kept);
        Assert.True(since >= 0);
        _kept = [.. Enumerable.Range(0, _kept.Length).Select(i => mask.IsKept(i) || since-- > 0)];
    }

    /// <summary>The stage has pruned: whole units, and nothing has returned.</summary>
    public void Take(LayerMask mask)
    {
        _before = _kept;
        _kept = [.. Enumerable.Range(0, _before.Length).Select(i => mask.IsKept(i))];
        Assert.All(_kept.Zip(_before), pair => Assert.False(pair.First && !pair.Second));
        if (Grain.Kind != PruningRecipes.Grain.NOfM)
        {
            IEnumerable<(bool[] Before, bool[] After)> units = UnitsOf(_before).Zip(UnitsOf(_kept));
            Assert.All(units, unit => Assert.True(unit.After.SequenceEqual(unit.Before) || !unit.After.Contains(true)));
        }
    }

    /// <summary>Each group has as many as the grain says, or as it had.</summary>
    public void AssertGroups()
    {
        foreach ((bool[] before, bool[] after) in _before.Chunk(Grain.Second).Zip(_kept.Chunk(Grain.Second)))
        {
            Assert.Equal(Math.Min(before.Count(kept => kept), Grain.First), after.Count(kept => kept));
        }
    }

    public void AssertSame(LayerMask mask) =>
        Assert.Equal(_kept, Enumerable.Range(0, _kept.Length).Select(i => mask.IsKept(i)));

    private IEnumerable<bool[]> UnitsOf(bool[] weights) =>
        weights
            .Select((kept, i) => (kept, unit: UnitOf(i / _columns, i % _columns)))
            .GroupBy(weight => weight.unit, weight => weight.kept)
            .OrderBy(unit => unit.Key)
            .Select(unit => unit.ToArray());

    private (long, long) UnitOf(long row, long column) =>
        Grain.Kind switch
        {
            PruningRecipes.Grain.Filter or PruningRecipes.Grain.Row => (row, 0),
            PruningRecipes.Grain.Channel or PruningRecipes.Grain.Column => (0, column),
            PruningRecipes.Grain.Block => (row / Grain.First, column / Grain.Second),
            _ => (row, column),
        };
}
