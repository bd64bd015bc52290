using Microsoft.CodeAnalysis;
using PruningRecipes.Language;

namespace PruningRecipes.Generator;

/// <summary>A recipe file, read and bound.</summary>
internal sealed record RecipeFile(string Path, ParsedRecipe Recipe)
{
    public static RecipeFile Read(
        AdditionalText file,
        EquatableArray<CustomScore> scores,
        CancellationToken cancellationToken
    ) =>
        new(
            file.Path,
            RecipeTarget.Essence(
                RecipeCompiler.Parse(
                    file.GetText(cancellationToken)?.ToString() ?? "",
                    new KnownScores(scores),
                    cancellationToken
                )
            )
        );
}
