namespace PruningRecipes.Language;

/// <summary>Numbers that are wrong wherever they stand: PRN5005 and PRN5006.</summary>
internal static class NumberRules
{
    public static void Check(BoundRecipe recipe, LayerChoice layers, FindingList findings)
    {
        foreach (BoundStage stage in recipe.Stages.Flatten())
        {
            switch (stage)
            {
                case BoundTrain { Optimizer: { } optimizer }:
                    CheckLearningRate(recipe, optimizer, findings);
                    break;
                case BoundPrune { Pruning: { Allocation: Allocation.Layer, Amount: { } amount } pruning }
                    when pruning.Grain.Value.Kind != Grain.NOfM:
                    CheckScales(recipe, pruning.AmountKind, amount.Value, layers, findings);
                    break;
                case BoundUnify or BoundSearch:
                    if (stage.Prunings().Single() is { Amount: { } share } own)
                    {
                        CheckScales(recipe, own.AmountKind, share.Value, layers, findings);
                    }

                    break;
            }
        }
    }

    private static void CheckLearningRate(BoundRecipe recipe, BoundOptimizer optimizer, FindingList findings)
    {
        decimal usual = optimizer.Kind == Optimizer.Sgd ? 10 : 1;
        decimal greatest = recipe.RangeOf(optimizer.LearningRate.Value).Maximum;
        if (greatest > usual)
        {
            findings.Report(
                Rules.UnusualLearningRate,
                optimizer.LearningRate.Span,
                Display.Number(greatest),
                Words.Of(optimizer.Kind),
                Display.Number(usual)
            );
        }
    }

    private static void CheckScales(
        BoundRecipe recipe,
        AmountKind kind,
        Operand amount,
        LayerChoice layers,
        FindingList findings
    )
    {
        if (kind == AmountKind.Count)
        {
            return;
        }

        Interval values = recipe.RangeOf(amount);
        decimal greatest = Math.Max(ShareOf(kind, values.Minimum), ShareOf(kind, values.Maximum));
        foreach (ChosenLayer layer in layers.Layers)
        {
            if (layer.Rule?.Scale is { } scale && scale.Value * greatest >= 1)
            {
                findings.Report(
                    Rules.ScaleOutOfRange,
                    scale.Span,
                    Display.Number(scale.Value),
                    $"makes {Display.Percent(greatest * scale.Value)} of the {Display.Percent(greatest)} "
                        + $"that a stage asks for: nothing of '{layer.Shape.Path}' would be left"
                );
            }
        }
    }

    private static decimal ShareOf(AmountKind kind, decimal value) =>
        kind == AmountKind.Remove ? value : Amount.TargetSparsity(kind, value);
}
