using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>The recipe files as they were parsed last. That depends on the text alone: an edit in C# does not repeat it.</summary>
internal static class RecipeTexts
{
    private static readonly ConditionalWeakTable<SourceText, ParsedRecipe> s_parsed = new();

    public static ParsedRecipe Parse(SourceText text, CancellationToken cancellationToken)
    {
        if (s_parsed.TryGetValue(text, out ParsedRecipe? known))
        {
            return known;
        }

        ParsedRecipe parsed = RecipeCompiler.Parse(text.ToString(), cancellationToken);
        return s_parsed.GetValue(text, _ => parsed);
    }
}
