namespace PruningRecipes.Torch;

/// <summary>Layers whose units a stage ranks together, and how many of them it keeps in the end.</summary>
internal abstract class UnitPool
{
    /// <summary>Refuses what would take more than may be pruned.</summary>
    /// <exception cref="RecipeException">It would.</exception>
    public abstract void RequireEnough();

    /// <summary>Prunes the units with the lowest scores, and leaves the weights' masks to <see cref="UnitLayer.Scatter"/>.</summary>
    /// <param name="scored">All layers of the stage.</param>
    /// <param name="stage">How many rounds there are, and how what is kept falls.</param>
    /// <param name="round">The round, from 1.</param>
    /// <exception cref="RecipeException">A score is not a number.</exception>
    public abstract void Prune(ScoredLayer[] scored, PruneStage stage, int round);
}

/// <summary>One ranking.</summary>
/// <param name="layers">The layers.</param>
/// <param name="count">How many of their units are pruned in all rounds together.</param>
internal sealed class RankedPool(UnitLayer[] layers, long count) : UnitPool
{
    private readonly long _kept = layers.Sum(layer => layer.Mask.Kept);

    public IReadOnlyList<UnitLayer> Layers => layers;

    /// <summary>How many units go in a round.</summary>
    public long Count(PruneStage stage, int round) =>
        layers.Sum(layer => layer.Mask.Kept) - Curves.Kept(stage.Curve, _kept, _kept - count, round, stage.Rounds);

    public override void RequireEnough() =>
        Selection.RequireEnough(
            [
                .. layers.Select(layer => new ScoredLayer(layer.Layer.Path, layer.Mask, default)
                {
                    Protected = layer.Protected,
                }),
            ],
            count
        );

    public override void Prune(ScoredLayer[] scored, PruneStage stage, int round) =>
        Selection.Prune([.. layers.Select(layer => scored[layer.Index])], Count(stage, round));
}

/// <summary>The groups of a layer whose grain is <c>N of M</c>.</summary>
/// <param name="layer">The layer.</param>
internal sealed class GroupPool(UnitLayer layer) : UnitPool
{
    private readonly IReadOnlyList<long> _shape = layer.Layer.Mask.Shape;

    public override void RequireEnough()
    {
        long count = GroupSelection.Count(layer.Mask, _shape, layer.Grain.First, layer.Grain.Second);
        long kept = layer.Mask.Kept;
        long capacity = Math.Max(0, kept - layer.Protected);
        if (count > capacity)
        {
            throw Selection.TooMany($"'{layer.Layer.Path}'", count, kept, capacity);
        }
    }

    public override void Prune(ScoredLayer[] scored, PruneStage stage, int round)
    {
        (int keep, int of) = (layer.Grain.First, layer.Grain.Second);
        int target = (int)Curves.Kept(stage.Curve, of, keep, round, stage.Rounds);
        GroupSelection.Prune(scored[layer.Index], _shape, target, of);
    }
}
