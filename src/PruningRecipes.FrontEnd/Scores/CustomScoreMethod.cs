using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>A method with <c>[CustomScore]</c>, as written: whether it can be a score is <see cref="CustomScoreChecker"/>'s to say.</summary>
internal sealed class CustomScoreMethod
{
    private readonly AttributeData _attribute;
    private readonly AttributeSyntax _syntax;

    private CustomScoreMethod(IMethodSymbol method, AttributeData attribute, AttributeSyntax syntax)
    {
        Method = method;
        _attribute = attribute;
        _syntax = syntax;
        Name = attribute.ConstructorArguments.FirstOrDefault() is { Value: string name } ? name : "";
    }

    public IMethodSymbol Method { get; }

    /// <summary>What recipes call it; empty where C# has an error of its own.</summary>
    public string Name { get; }

    /// <summary>Where the name stands in the attribute.</summary>
    public Location NameLocation =>
        (
            _syntax.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals is null)?.Expression
            ?? (SyntaxNode)_syntax
        ).GetLocation();

    /// <summary>The method's name.</summary>
    public Location Identifier => Method.Locations[0];

    /// <summary>The score, free of symbols.</summary>
    public CustomScore Score =>
        new(
            Name,
            $"{ModelReader.FullName(Method.ContainingType)}.{Method.ToDisplayString(s_escaped)}",
            Method.Parameters.Length > 1,
            Grains().ToEquatableArray()
        );

    private static readonly SymbolDisplayFormat s_escaped = new(
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
    );

    /// <summary>Null for a method without the attribute.</summary>
    public static CustomScoreMethod? From(IMethodSymbol method, CancellationToken cancellationToken)
    {
        foreach (AttributeData attribute in method.GetAttributes())
        {
            if (
                RecipeAttributes.IsCustomScore(attribute.AttributeClass)
                && attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax syntax
            )
            {
                return new CustomScoreMethod(method, attribute, syntax);
            }
        }

        return null;
    }

    /// <summary>The words of the grains that the attribute names.</summary>
    private IEnumerable<string> Grains()
    {
        TypedConstant grains = _attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Grains").Value;
        ImmutableArray<TypedConstant> values = grains is { Kind: TypedConstantKind.Array, IsNull: false }
            ? grains.Values
            : [];
        return values
            .Select(value =>
                value is { Kind: TypedConstantKind.Enum, Type: { } type, Value: int number }
                    ? EnumWords.Of(type, number)
                    : null
            )
            .OfType<string>()
            .Distinct()
            .OrderBy(word => word, StringComparer.Ordinal);
    }
}
