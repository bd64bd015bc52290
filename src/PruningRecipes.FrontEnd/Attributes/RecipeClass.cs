using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PruningRecipes.FrontEnd;

/// <summary>A class with <c>[Recipe&lt;TModel&gt;]</c>, as written: whether it can be compiled is <see cref="RecipeClassChecker"/>'s to say.</summary>
internal sealed class RecipeClass
{
    private RecipeClass(INamedTypeSymbol type, AttributeData attribute, AttributeSyntax syntax)
    {
        Type = type;
        Attribute = attribute;
        Syntax = syntax;
        File = attribute.ConstructorArguments.FirstOrDefault()
            is { Kind: TypedConstantKind.Primitive, Value: string file }
            ? file
            : null;
        HasStages = AttributeRecipeReader.HasStages(type);
    }

    public INamedTypeSymbol Type { get; }

    public AttributeData Attribute { get; }

    /// <summary>The attribute in the source.</summary>
    public AttributeSyntax Syntax { get; }

    /// <summary>The recipe file that the attribute names; null if the recipe stands in attributes.</summary>
    public string? File { get; }

    public bool HasStages { get; }

    /// <summary>Whether the recipe stands in the attributes of the class.</summary>
    public bool IsInAttributes => File is null && HasStages;

    /// <summary>The model's type, whatever it is.</summary>
    public ITypeSymbol ModelType => Attribute.AttributeClass!.TypeArguments[0];

    /// <summary>The model's class; null if it is not marked <c>[Prunable]</c>.</summary>
    public INamedTypeSymbol? Model => ModelType is INamedTypeSymbol model && IsPrunable(model) ? model : null;

    /// <summary>The part of the class on which the attribute stands.</summary>
    public BaseTypeDeclarationSyntax Declaration => (BaseTypeDeclarationSyntax)Syntax.Parent!.Parent!;

    /// <summary>Null for a type without the attribute, and for a delegate, on which the compiler refuses it.</summary>
    public static RecipeClass? From(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (
                RecipeAttributes.IsRecipe(attribute.AttributeClass)
                && attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken)
                    is AttributeSyntax { Parent.Parent: BaseTypeDeclarationSyntax } syntax
            )
            {
                return new RecipeClass(type, attribute, syntax);
            }
        }

        return null;
    }

    public static bool IsPrunable(INamedTypeSymbol type) =>
        type.GetAttributes().Any(attribute => RecipeAttributes.IsPrunable(attribute.AttributeClass));
}
