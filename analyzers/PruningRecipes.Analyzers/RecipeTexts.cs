using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>
/// The recipe files as they were parsed last. That depends on the text and the project's own scores: no other edit in C#
/// repeats it.
/// </summary>
internal static class RecipeTexts
{
    private static readonly ConditionalWeakTable<SourceText, Parsed> s_parsed = new();

    public static ParsedRecipe Parse(
        SourceText text,
        EquatableArray<CustomScore> scores,
        CancellationToken cancellationToken
    )
    {
        if (s_parsed.TryGetValue(text, out Parsed? known) && known.Scores.Equals(scores))
        {
            return known.Recipe;
        }

        ParsedRecipe recipe = RecipeCompiler.Parse(text.ToString(), new KnownScores(scores), cancellationToken);
        s_parsed.Remove(text);
        s_parsed.GetValue(text, _ => new Parsed(scores, recipe));
        return recipe;
    }

    private sealed record Parsed(EquatableArray<CustomScore> Scores, ParsedRecipe Recipe);
}
