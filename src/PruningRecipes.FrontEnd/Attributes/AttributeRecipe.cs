using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>A recipe read off the attributes of a class.</summary>
/// <param name="Root">
/// The tree that the YAML twin gives; null where there is none to check: errors that only attributes can have, or
/// attributes that the C# compiler rejects itself.
/// </param>
/// <param name="Findings">What is wrong with the attributes as such. Spans are of the C# file.</param>
internal sealed record AttributeRecipe(MappingNode? Root, EquatableArray<Finding> Findings);
