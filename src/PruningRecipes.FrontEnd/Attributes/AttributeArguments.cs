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

    /// <summary>A constructor argument; null where the source leaves it to its default.</summary>
    public RecipeNode? Positional(string parameter)
    {
        ImmutableArray<IParameterSymbol> parameters = _data.AttributeConstructor!.Parameters;
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Name == parameter && PositionalSyntax(i, parameter) is { } argument)
            {
                return ConstantNode.From(_data.ConstructorArguments[i], argument.Expression);
            }
        }

        return null;
    }

    /// <summary>A property's value; null where it is not set, or set to null.</summary>
    public RecipeNode? Named(string property) =>
        NamedSyntax(property) is { } argument
        && _data.NamedArguments.FirstOrDefault(pair => pair.Key == property) is { Key: not null, Value: var value }
            ? ConstantNode.From(value, argument.Expression)
            : null;

    /// <summary>The entry that a property gives: its key where the property's name stands.</summary>
    public MappingEntry? Entry(string property, string key) =>
        Named(property) is { } value ? new MappingEntry(KeyOf(property, key), value) : null;

    /// <summary>A key standing where a property's name stands.</summary>
    public ScalarNode KeyOf(string property, string key) =>
        NamedSyntax(property) is { } argument ? new ScalarNode(SpanOf(argument.NameEquals!.Name.Span), key) : Key(key);

    public static SourceSpan SpanOf(TextSpan span) => new(span.Start, span.Length);

    private AttributeArgumentSyntax? NamedSyntax(string property) =>
        _syntax.ArgumentList?.Arguments.FirstOrDefault(argument =>
            argument.NameEquals?.Name.Identifier.ValueText == property
        );

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
