using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>One argument of an attribute, as the recipe's syntax sees it.</summary>
/// <param name="Name">The property or the constructor's parameter that it sets.</param>
/// <param name="NameSpan">Where a key for it stands: its name, or the value where no name is written.</param>
/// <param name="Span">The whole argument.</param>
/// <param name="Value">What it is set to.</param>
internal sealed record AttributeArgument(string Name, SourceSpan NameSpan, SourceSpan Span, RecipeNode Value);
