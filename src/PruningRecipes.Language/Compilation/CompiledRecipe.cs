namespace PruningRecipes.Language;

/// <summary>A recipe compiled for one model.</summary>
/// <param name="Surface">The public members of its class, as far as they are known.</param>
/// <param name="Plan">What to do; null exactly if an error was found in parsing, binding or checking.</param>
/// <param name="Findings">Everything that was found, in the order of the text.</param>
internal sealed record CompiledRecipe(RecipeSurface Surface, RecipePlan? Plan, EquatableArray<Finding> Findings);
