using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>A constant of an attribute, as YAML would write it.</summary>
internal static class ConstantNode
{
    /// <summary>Null for C#'s null: the value is not set.</summary>
    public static RecipeNode? From(TypedConstant constant, ExpressionSyntax expression) =>
        constant switch
        {
            { IsNull: true } => null,
            { Kind: TypedConstantKind.Array } => Sequence(constant, expression),
            { Kind: TypedConstantKind.Enum, Type: { } type } => EnumNode(type, constant.Value!, expression),
            { Kind: TypedConstantKind.Type } => Text(expression),
            _ => new ScalarNode(SpanOf(expression), TextOf(constant.Value!)),
        };

    /// <summary>Numbers in the shortest form that reads back as the same number, without an exponent where that is possible.</summary>
    public static string TextOf(object value) =>
        value switch
        {
            bool flag => flag ? "true" : "false",
            double number => Decimal(number.ToString("R", CultureInfo.InvariantCulture)),
            float number => Decimal(number.ToString("R", CultureInfo.InvariantCulture)),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

    private static string Decimal(string number) =>
        decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact)
        && exact.ToString(CultureInfo.InvariantCulture) is var text
        && double.Parse(text, CultureInfo.InvariantCulture).Equals(double.Parse(number, CultureInfo.InvariantCulture))
            ? text
            : number;

    private static SequenceNode Sequence(TypedConstant array, ExpressionSyntax expression)
    {
        List<ExpressionSyntax> elements = [.. Elements(expression)];
        var items = new List<RecipeNode>(array.Values.Length);
        for (int i = 0; i < array.Values.Length; i++)
        {
            ExpressionSyntax element = elements.Count == array.Values.Length ? elements[i] : expression;
            items.Add(From(array.Values[i], element) ?? new ScalarNode(SpanOf(element), ""));
        }

        return new SequenceNode(SpanOf(expression), items.ToEquatableArray());
    }

    private static IEnumerable<ExpressionSyntax> Elements(ExpressionSyntax expression) =>
        expression switch
        {
            CollectionExpressionSyntax collection => collection
                .Elements.OfType<ExpressionElementSyntax>()
                .Select(element => element.Expression),
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
            ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
            _ => [],
        };

    /// <summary>A word, or the list of the words that a set of flags is made of.</summary>
    private static RecipeNode EnumNode(ITypeSymbol type, object value, ExpressionSyntax expression)
    {
        SourceSpan span = SpanOf(expression);
        if (value is not int number || !EnumWords.IsOfLanguage(type))
        {
            return Text(expression);
        }

        return EnumWords.IsFlags(type)
            ? new SequenceNode(
                span,
                EnumWords
                    .OfFlags(type, number)
                    .Select(word => new ScalarNode(span, word))
                    .ToEquatableArray<RecipeNode>()
            )
            : new ScalarNode(span, EnumWords.Of(type, number));
    }

    /// <summary>Something that is no value of the language: the checker names it as it is written.</summary>
    private static ScalarNode Text(ExpressionSyntax expression) =>
        new(SpanOf(expression), expression.ToString(), IsQuoted: true);

    private static SourceSpan SpanOf(ExpressionSyntax expression) => AttributeArguments.SpanOf(expression.Span);
}
