using System.Globalization;

namespace PruningRecipes.Torch;

/// <summary>How a stage divides its amount: which units it ranks together, and how many of them go.</summary>
internal static class UnitPools
{
    /// <summary>
    /// The pools of a stage. A layer whose grain is N of M is one of its own, whose amount the grain says; what the stage
    /// asks for is of the others.
    /// </summary>
    /// <param name="layers">The layers.</param>
    /// <param name="stage">What is asked for.</param>
    /// <param name="countPositions">Counts the positions of the outputs of the layers, where operations are asked for.</param>
    /// <exception cref="RecipeException">The sparsity would have to fall, or the shapes leave too little to prune.</exception>
    /// <exception cref="NotSupportedException">Operations are to be divided by the shapes of the layers.</exception>
    public static UnitPool[] Of(IReadOnlyList<UnitLayer> layers, PruneStage stage, Func<long[]> countPositions)
    {
        UnitLayer[] others = [.. layers.Where(layer => !IsOfGroups(layer))];
        IEnumerable<UnitPool> groups = layers.Where(IsOfGroups).Select(layer => new GroupPool(layer));
        IEnumerable<UnitPool> ranked = stage.Allocation switch
        {
            _ when others.Length == 0 => [],
            Allocation.Layer => others.Select(layer => new RankedPool(
                [layer],
                OfLayer(layer.Layer, stage, layer.Grain, layer.Mask.Length, layer.Mask.Pruned)
            )),
            Allocation.Global when stage.AmountKind == AmountKind.Flops =>
            [
                new OperationPool(others, countPositions(), stage.Amount),
            ],
            Allocation.Global => [new RankedPool(others, OfAll(others, stage))],
            _ when stage.AmountKind == AmountKind.Flops => throw new NotSupportedException(
                $"The amount {stage.AmountKind} with the allocation {stage.Allocation} is not supported by this version."
            ),
            _ => OfShapes(others, stage),
        };
        return [.. groups, .. ranked];

        static bool IsOfGroups(UnitLayer layer) => layer.Grain.Kind == Grain.NOfM;
    }

    /// <summary>
    /// A layer's own target stands for whatever the stage asks of the others; a layer beyond it stays as it is. So does a
    /// layer of another grain, where the stage asks for N of M, one that a ranking over all layers took beyond what is asked
    /// of each, and one whose mask was taken over from elsewhere.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="stage">What is asked for.</param>
    /// <param name="grain">The layer's grain.</param>
    /// <param name="units">All its units.</param>
    /// <param name="pruned">Those that are pruned already.</param>
    /// <returns>How many more are to be pruned.</returns>
    /// <exception cref="RecipeException">The sparsity would have to fall.</exception>
    public static long OfLayer(MaskedLayer layer, PruneStage stage, GrainSpec grain, long units, long pruned) =>
        layer.Plan.Sparsity is { } own ? Math.Max(0, Amount.ToPrune(AmountKind.Sparsity, own, 1m, units, pruned))
        : stage.Grain.Kind == Grain.NOfM
            ? Math.Max(0, Amount.ToPrune(stage.AmountKind, stage.Amount, 1m, units, pruned))
        : layer.IsRanked || layer.Mask.IsTakenOver
            ? Math.Max(0, Amount.ToPrune(stage.AmountKind, stage.Amount, layer.Plan.Scale, units, pruned))
        : Count(stage, layer.Plan.Scale, units, pruned, grain.Units, $"'{layer.Path}'");

    private static long OfAll(UnitLayer[] layers, PruneStage stage)
    {
        long units = layers.Sum(layer => layer.Mask.Length);
        long pruned = layers.Sum(layer => layer.Mask.Pruned);
        return layers.Any(layer => layer.Layer.Mask.IsTakenOver)
            ? Math.Max(0, Amount.ToPrune(stage.AmountKind, stage.Amount, 1m, units, pruned))
            : Count(stage, 1m, units, pruned, stage.Grain.Units, "all layers");
    }

    private static IEnumerable<UnitPool> OfShapes(UnitLayer[] layers, PruneStage stage)
    {
        long[] kept = [.. layers.Select(layer => layer.Mask.Kept)];
        LayerShare[] shares = LayerAllocation.Shares(
            stage.Allocation,
            [
                .. layers.Select(
                    (layer, i) =>
                        new AllocatedLayer(layer.Layer.Mask.Shape, layer.Mask.Length, kept[i], layer.Protected)
                ),
            ]
        );
        long count = OfAll(layers, stage);
        long capacity = shares.Sum(share => share.Most - share.Least);
        if (count > capacity)
        {
            throw Selection.TooMany($"{layers.Length} layers", count, kept.Sum(), capacity);
        }

        long[] after = Apportionment.Share(kept.Sum() - count, shares);
        return layers.Select((layer, i) => new RankedPool([layer], kept[i] - after[i]));
    }

    private static long Count(PruneStage stage, decimal scale, long units, long pruned, string noun, string where)
    {
        long count = Amount.ToPrune(stage.AmountKind, stage.Amount, scale, units, pruned);
        return count >= 0
            ? count
            : throw new RecipeException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{pruned} of the {units} {noun} of {where} are pruned already, and the stage asks for {pruned + count}: sparsity cannot fall."
                )
            );
    }
}
