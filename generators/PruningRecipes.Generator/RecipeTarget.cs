using Microsoft.CodeAnalysis;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;

namespace PruningRecipes.Generator;

/// <summary>A class to generate into.</summary>
/// <param name="Namespace">Its namespace as C# writes it; empty for the global one.</param>
/// <param name="Containers">The declarations of the classes it is nested in, outermost first.</param>
/// <param name="Name">Its name as C# writes it.</param>
/// <param name="FullName">Its full name without escapes.</param>
/// <param name="ConstructorAccess">The accessibility of a constructor that takes the model.</param>
internal sealed record TargetClass(
    string Namespace,
    EquatableArray<string> Containers,
    string Name,
    string FullName,
    string ConstructorAccess
);

/// <summary>A class with <c>[Recipe&lt;TModel&gt;]</c>, free of symbols.</summary>
/// <param name="Class">The class.</param>
/// <param name="Model">What the compiler could read of the model.</param>
/// <param name="File">The recipe file that it names; null if the recipe stands in attributes.</param>
/// <param name="Recipe">The recipe in its attributes, if any.</param>
/// <param name="IsSound">Whether nothing is wrong with the C# around the recipe.</param>
internal sealed record RecipeTarget(
    TargetClass Class,
    ModelShape Model,
    string? File,
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

        HashSet<string> broken = [.. RecipeClassChecker.Check(recipe).Select(finding => finding.Rule.Id)];
        if (broken.Contains(Rules.RecipeClassForm.Id) || broken.Contains(Rules.RecipeClassNotPartial.Id))
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
            Describe(type, recipe.ModelType),
            model ?? new ModelShape(ModelReader.FullName(recipe.ModelType), [], []),
            recipe.File,
            attributes?.Root is { } root ? Essence(RecipeCompiler.Bind(root, cancellationToken)) : null,
            broken.Count == 0 && model is not null && attributes is not { Findings.Count: > 0 }
        );
    }

    /// <summary>
    /// A bound recipe with those findings only that decide whether it compiles: the positions of warnings must not make
    /// two recipes differ.
    /// </summary>
    public static ParsedRecipe Essence(ParsedRecipe recipe) =>
        recipe with
        {
            Findings = recipe.Findings.Where(finding => finding.Rule.Severity == Severity.Error).ToEquatableArray(),
        };

    private static TargetClass Describe(INamedTypeSymbol type, ITypeSymbol model)
    {
        INamespaceSymbol space = type.ContainingNamespace;
        return new TargetClass(
            space.IsGlobalNamespace ? "" : ModelReader.FullName(space),
            Outer(type).Select(outer => $"partial {Keyword(outer)} {Escaped(outer)}").ToEquatableArray(),
            Escaped(type),
            string.Join(".", [.. Names(space), .. Outer(type).Select(outer => outer.Name), type.Name]),
            IsPublic(model) || !IsPublic(type) ? "public" : "internal"
        );
    }

    /// <summary>The types that a type is nested in, outermost first.</summary>
    private static IEnumerable<INamedTypeSymbol> Outer(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? [.. Outer(outer), outer] : [];

    private static IEnumerable<string> Names(INamespaceSymbol space) =>
        space.IsGlobalNamespace ? [] : [.. Names(space.ContainingNamespace), space.Name];

    private static string Keyword(INamedTypeSymbol type) =>
        type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
            { TypeKind: TypeKind.Struct } => "struct",
            { IsRecord: true } => "record",
            _ => "class",
        };

    private static string Escaped(INamedTypeSymbol type) =>
        type.ToDisplayString(
            new SymbolDisplayFormat(miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers)
        );

    private static bool IsPublic(ITypeSymbol type)
    {
        for (ITypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
        {
            if (outer.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return true;
    }
}
