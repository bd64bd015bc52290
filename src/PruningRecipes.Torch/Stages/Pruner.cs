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
            return;
        }

        long[] counts = [.. layers.Select(layer => LayerCount(layer, stage))];
        for (int i = 0; i < scored.Length; i++)
        {
            Selection.Prune(scored.AsSpan(i, 1), counts[i]);
        }
    }

    private static long GlobalCount(IReadOnlyList<MaskedLayer> layers, PruneStage stage) =>
        Count(
            stage.AmountKind,
            stage.Amount,
            1m,
            layers.Sum(layer => layer.Mask.Units),
            layers.Sum(layer => layer.Mask.Pruned),
            "all layers"
        );

    /// <summary>A layer's own target stands for whatever the stage asks of the others; a layer beyond it stays as it is.</summary>
    private static long LayerCount(MaskedLayer layer, PruneStage stage) =>
        layer.Plan.Sparsity is { } own
            ? Math.Max(0, Amount.ToPrune(AmountKind.Sparsity, own, 1m, layer.Mask.Units, layer.Mask.Pruned))
            : Count(
                stage.AmountKind,
                stage.Amount,
                layer.Plan.Scale,
                layer.Mask.Units,
                layer.Mask.Pruned,
                $"'{layer.Path}'"
            );

    private static long Count(AmountKind kind, decimal value, decimal scale, long units, long pruned, string where)
    {
        long count = Amount.ToPrune(kind, value, scale, units, pruned);
        return count >= 0
            ? count
            : throw new RecipeException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{pruned} of the {units} weights of {where} are pruned already, and the stage asks for {pruned + count}: sparsity cannot fall."
                )
            );
    }
}
