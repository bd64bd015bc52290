namespace PruningRecipes.Language;

/// <summary>What a search freezes stays as it is: PRN3020.</summary>
internal static class SearchRules
{
    public static void Check(BoundRecipe recipe, StageFlow flow, FindingList findings)
    {
        foreach (BoundStage stage in recipe.Stages.Flatten())
        {
            if (stage is BoundTrain or BoundFit or BoundEnsemble && flow.Before(stage).Searches is [var search, ..])
            {
                findings.Report(Rules.WeightsFrozen, stage.Word.Span, stage.Word.Value, Display.Count(search));
            }
        }
    }
}
