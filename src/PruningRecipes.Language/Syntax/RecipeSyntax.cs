namespace PruningRecipes.Language;

/// <summary>A recipe file as read.</summary>
/// <param name="Root">Its keys and values; null if it is something else.</param>
/// <param name="IsComplete">Whether it was read to its end; otherwise <paramref name="Root"/> is what came before.</param>
/// <param name="Findings">What was found on the way.</param>
internal sealed record RecipeSyntax(MappingNode? Root, bool IsComplete, EquatableArray<Finding> Findings);
