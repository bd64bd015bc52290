using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>One attribute as the recipe's syntax sees it: its values with the spans of the expressions that gave them.</summary>
internal sealed class AttributeArguments
{
    private readonly AttributeData _data;
    private readonly AttributeSyntax _syntax;

    private AttributeArguments(AttributeData data, AttributeSyntax syntax)
    {
        _data = data;
        _syntax = syntax;
    }

    /// <summary>The attribute's class name without the suffix, such as <c>Prune</c>.</summary>
    public string Name => RecipeAttributes.NameOf(_data.AttributeClass!);

    public bool IsStage => RecipeAttributes.IsStage(_data.AttributeClass);

    /// <summary>The part of the class on which the attribute stands.</summary>
    public BaseTypeDeclarationSyntax Declaration => (BaseTypeDeclarationSyntax)_syntax.Parent!.Parent!;

    /// <summary>The whole attribute.</summary>
    public SourceSpan Span => SpanOf(_syntax.Span);

    /// <summary>The attribute's name as written: where a stage's key stands.</summary>
    public SourceSpan NameSpan => SpanOf(_syntax.Name.Span);

    /// <summary>Null where the C# compiler reports an error of its own: then nothing here can be trusted.</summary>
    public static AttributeArguments? From(AttributeData data, CancellationToken cancellationToken) =>
        data.AttributeConstructor is not null
        && data.ConstructorArguments.All(IsConstant)
        && data.NamedArguments.All(argument => IsConstant(argument.Value))
        && data.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax syntax
            ? new AttributeArguments(data, syntax)
            : null;

    /// <summary>The key of a stage or a part of one, standing where the attribute's name stands.</summary>
    public ScalarNode Key(string word) => new(NameSpan, word);

    /// <summary>What is set, in the order of the constructor's parameters and then as written; what is set to null is not.</summary>
    public IEnumerable<AttributeArgument> Values => Positional().Concat(Named());

    public static SourceSpan SpanOf(TextSpan span) => new(span.Start, span.Length);

    private IEnumerable<AttributeArgument> Positional()
    {
        ImmutableArray<IParameterSymbol> parameters = _data.AttributeConstructor!.Parameters;
        for (int i = 0; i < parameters.Length; i++)
        {
            if (
                PositionalSyntax(i, parameters[i].Name) is { } argument
                && ConstantNode.From(_data.ConstructorArguments[i], argument.Expression) is { } value
            )
            {
                SyntaxNode name = argument.NameColon?.Name ?? (SyntaxNode)argument.Expression;
                yield return Argument(parameters[i].Name, name, argument, value);
            }
        }
    }

    private IEnumerable<AttributeArgument> Named()
    {
        foreach (AttributeArgumentSyntax argument in _syntax.ArgumentList?.Arguments ?? default)
        {
            if (
                argument.NameEquals?.Name is { Identifier.ValueText: var property } name
                && _data.NamedArguments.FirstOrDefault(pair => pair.Key == property)
                    is { Key: not null, Value: var constant }
                && ConstantNode.From(constant, argument.Expression) is { } value
            )
            {
                yield return Argument(property, name, argument, value);
            }
        }
    }

    private static AttributeArgument Argument(
        string name,
        SyntaxNode nameSyntax,
        AttributeArgumentSyntax argument,
        RecipeNode value
    ) => new(name, SpanOf(nameSyntax.Span), SpanOf(argument.Span), value);

    private AttributeArgumentSyntax? PositionalSyntax(int index, string parameter)
    {
        if (_syntax.ArgumentList is not { } list)
        {
            return null;
        }

        AttributeArgumentSyntax? byName = list.Arguments.FirstOrDefault(argument =>
            argument.NameColon?.Name.Identifier.ValueText == parameter
        );
        if (byName is not null)
        {
            return byName;
        }

        AttributeArgumentSyntax? byPosition = list.Arguments.ElementAtOrDefault(index);
        return byPosition is { NameEquals: null, NameColon: null } ? byPosition : null;
    }

    private static bool IsConstant(TypedConstant constant) =>
        constant.Kind != TypedConstantKind.Error
        && (constant.Kind != TypedConstantKind.Array || constant.IsNull || constant.Values.All(IsConstant));
}
