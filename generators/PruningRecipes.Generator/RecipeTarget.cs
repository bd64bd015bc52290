using Microsoft.CodeAnalysis;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;

namespace PruningRecipes.Generator;

/// <summary>A class with <c>[Recipe&lt;TModel&gt;]</c>, free of symbols.</summary>
/// <param name="Class">The class.</param>
/// <param name="Model">What the compiler could read of the model.</param>
/// <param name="File">The recipe file that it names; null if the recipe stands in attributes.</param>
/// <param name="Attributes">What its attributes say of the recipe, without positions; null once that is bound.</param>
/// <param name="Recipe">The recipe in its attributes, once it is bound, if any.</param>
/// <param name="IsSound">Whether nothing is wrong with the C# around the recipe.</param>
internal sealed record RecipeTarget(
    TargetClass Class,
    ModelShape Model,
    string? File,
    MappingNode? Attributes,
    ParsedRecipe? Recipe,
    bool IsSound
)
{
    /// <summary>Reads a class; null if nothing can be generated into it, or another of its declarations has the attribute.</summary>
    public static RecipeTarget? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (
            context.TargetSymbol is not INamedTypeSymbol type
            || RecipeClass.From(type, cancellationToken) is not { ModelType: not IErrorTypeSymbol } recipe
            || recipe.Declaration != context.TargetNode
        )
        {
            return null;
        }

        HashSet<string> broken =
        [
            .. RecipeClassChecker
                .Check(recipe)
                .Where(finding => finding.Rule.Severity == Severity.Error)
                .Select(finding => finding.Rule.Id),
        ];
        if (
            broken.Contains(Rules.RecipeClassForm.Id)
            || broken.Contains(Rules.RecipeClassNotPartial.Id)
            || broken.Contains(Rules.RecipeClassNamedLikeMember.Id)
        )
        {
            return null;
        }

        AttributeRecipe? attributes = recipe.IsInAttributes
            ? AttributeRecipeReader.Read(type, recipe.Attribute, cancellationToken)
            : null;
        ModelShape? model = recipe.Model is { } marked
            ? ModelCache.Read(marked, context.SemanticModel.Compilation, cancellationToken)
            : null;
        return new RecipeTarget(
            TargetClass.Read(type, recipe.ModelType),
            model ?? new ModelShape(ModelReader.FullName(recipe.ModelType), [], []),
            recipe.File,
            attributes?.Root?.WithoutSpans(),
            null,
            broken.Count == 0 && model is not null && attributes is not { Findings.Count: > 0 }
        );
    }

    /// <summary>Binds the recipe in the attributes.</summary>
    /// <param name="scores">The scores that it may name.</param>
    /// <param name="cancellationToken">Stops the binding.</param>
    public RecipeTarget Bind(KnownScores scores, CancellationToken cancellationToken) =>
        Attributes is null
            ? this
            : this with
            {
                Attributes = null,
                Recipe = Essence(RecipeCompiler.Bind(Attributes, scores, cancellationToken)),
            };

    /// <summary>
    /// A bound recipe with those findings only that decide whether it compiles: the positions of warnings must not make
    /// two recipes differ.
    /// </summary>
    public static ParsedRecipe Essence(ParsedRecipe recipe) =>
        recipe with
        {
            Findings = recipe.Findings.Where(finding => finding.Rule.Severity == Severity.Error).ToEquatableArray(),
        };
}
