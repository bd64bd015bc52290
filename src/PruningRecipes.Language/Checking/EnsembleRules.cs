namespace PruningRecipes.Language;

/// <summary>An ensemble goes on with a training: PRN3026.</summary>
internal static class EnsembleRules
{
    public static void Check(BoundRecipe recipe, StageFlow flow, FindingList findings)
    {
        foreach (BoundEnsemble ensemble in recipe.Stages.Flatten().OfType<BoundEnsemble>())
        {
            if (ensemble.Optimizer is null && !flow.Before(ensemble).IsTrained)
            {
                findings.Report(Rules.NothingToCollect, ensemble.Word.Span);
            }
        }
    }
}
