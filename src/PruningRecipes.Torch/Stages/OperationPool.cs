using System.Globalization;

namespace PruningRecipes.Torch;

/// <summary>
/// One ranking, of which the fewest units go that leave no more operations than are asked for. A unit costs what its kept
/// weights do: each of them is multiplied, and added, once at each position of its layer's output. That the layers which
/// follow are given zeros saves nothing of theirs, as long as their masks are what they are.
/// </summary>
internal sealed class OperationPool : UnitPool
{
    private readonly UnitLayer[] _layers;
    private readonly long[] _positions;
    private readonly long _dense;
    private readonly long _before;
    private readonly long _after;

    /// <param name="layers">The layers.</param>
    /// <param name="positions">The positions of the outputs of all layers of the stage.</param>
    /// <param name="share">The share of the operations that is gone in the end, at least.</param>
    public OperationPool(UnitLayer[] layers, long[] positions, decimal share)
    {
        _layers = layers;
        _positions = positions;
        _dense = layers.Sum(layer => positions[layer.Index] * layer.Layer.Mask.Units);
        _before = CountKept();
        _after = Math.Min(_before, (long)decimal.Floor(_dense * (1 - share)));
    }

    /// <summary>Which units are protected depends on their scores, and so does what they cost: <see cref="Prune"/> refuses.</summary>
    public override void RequireEnough() { }

    /// <exception cref="RecipeException">A score is not a number, or what is protected costs more than may be left.</exception>
    public override void Prune(ScoredLayer[] scored, PruneStage stage, int round)
    {
        ScoredLayer[] ranked = [.. _layers.Select(layer => scored[layer.Index])];
        long asked = Curves.Kept(stage.Curve, _before, _after, round, stage.Rounds);
        using var before = new SavedMasks(_layers.Select(layer => layer.Mask));

        // The fewer units go, the more operations are left: the first count that leaves few enough is found by halving.
        (long least, long most) = (0, Selection.Capacity(ranked));
        while (least < most)
        {
            long middle = least + ((most - least) / 2);
            (least, most) = PruneFrom(before, ranked, middle) <= asked ? (least, middle) : (middle + 1, most);
        }

        long left = PruneFrom(before, ranked, least);
        if (left > asked)
        {
            throw new RecipeException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Cannot remove {stage.Amount:0.##%} of the operations of {_layers.Length} layers: without all units that may be pruned, {(decimal)left / _dense:0.##%} are left, of those that are protected."
                )
            );
        }
    }

    /// <returns>The multiplications that are left without the lowest units.</returns>
    private long PruneFrom(SavedMasks before, ScoredLayer[] ranked, long count)
    {
        before.Restore();
        Selection.Prune(ranked, count);
        return CountKept();
    }

    private long CountKept() => _layers.Sum(layer => _positions[layer.Index] * layer.CountKeptWeights());
}
