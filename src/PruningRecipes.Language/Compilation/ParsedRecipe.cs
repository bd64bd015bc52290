namespace PruningRecipes.Language;

/// <summary>A recipe that was read and bound, for no model in particular.</summary>
/// <param name="Recipe">What could be bound, even where there are errors; null if there is nothing.</param>
/// <param name="Findings">What was found, in the order of the text.</param>
internal sealed record ParsedRecipe(BoundRecipe? Recipe, EquatableArray<Finding> Findings)
{
    public bool HasErrors => Findings.Any(finding => finding.Rule.Severity == Severity.Error);
}
