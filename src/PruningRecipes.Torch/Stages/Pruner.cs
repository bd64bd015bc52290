using System.Globalization;

namespace PruningRecipes.Torch;

/// <summary>Scores, selects and masks.</summary>
internal static class Pruner
{
    /// <summary>Changes the masks; the weights are left to <see cref="MaskKeeper"/>.</summary>
    /// <param name="context">The layers, what is asked for, and what scores look at.</param>
    /// <exception cref="RecipeException">The sparsity would have to fall, or more is asked for than there is.</exception>
    public static void Prune(ScoringContext context)
    {
        IReadOnlyList<MaskedLayer> layers = context.Layers;
        PruneStage stage = context.Stage;
        if (layers.Count == 0)
        {
            throw new RecipeException("There is no layer to prune.");
        }

        ScoredLayer[] scored =
        [
            .. layers.Zip(
                Scorers.Of(stage.Score).Score(context),
                (layer, scores) => new ScoredLayer(layer.Path, layer.Mask.Bits, scores)
            ),
        ];
        if (stage.Allocation == Allocation.Global)
        {
            Selection.Prune(scored, GlobalCount(layers, stage));
            foreach (MaskedLayer layer in layers)
            {
                layer.IsRanked = true;
            }

            return;
        }

        long[] counts = [.. layers.Select(layer => LayerCount(layer, stage))];
        for (int i = 0; i < scored.Length; i++)
        {
            Selection.Prune(scored.AsSpan(i, 1), counts[i]);
        }
    }

    private static long GlobalCount(IReadOnlyList<MaskedLayer> layers, PruneStage stage)
    {
        long units = layers.Sum(layer => layer.Mask.Units);
        long pruned = layers.Sum(layer => layer.Mask.Pruned);
        long count = Amount.ToPrune(stage.AmountKind, stage.Amount, 1m, units, pruned);
        return count >= 0 ? count : throw SparsityFalls("all layers", units, pruned, count);
    }

    /// <summary>
    /// A layer's own target stands for whatever the stage asks of the others. A layer that is beyond it, or that a ranking
    /// over all layers took beyond what is asked of each, stays as it is.
    /// </summary>
    private static long LayerCount(MaskedLayer layer, PruneStage stage)
    {
        long units = layer.Mask.Units;
        long pruned = layer.Mask.Pruned;
        long count = layer.Plan.Sparsity is { } own
            ? Amount.ToPrune(AmountKind.Sparsity, own, 1m, units, pruned)
            : Amount.ToPrune(stage.AmountKind, stage.Amount, layer.Plan.Scale, units, pruned);
        return count >= 0 ? count
            : layer.IsRanked || layer.Plan.Sparsity.HasValue ? 0
            : throw SparsityFalls($"'{layer.Path}'", units, pruned, count);
    }

    private static RecipeException SparsityFalls(string where, long units, long pruned, long count) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{pruned} of the {units} weights of {where} are pruned already, and the stage asks for {pruned + count}: sparsity cannot fall."
            )
        );
}
