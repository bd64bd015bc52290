using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using PruningRecipes.Language;

namespace PruningRecipes.Generator.Emission;

/// <summary>Values of a plan as C# writes them, the same under every culture.</summary>
internal static class Literals
{
    /// <summary>
    /// A string literal in ASCII. Text of a recipe stands nowhere else in generated code but in comments that
    /// <see cref="Xml"/> made: a line separator or a bidirectional override would change what the code means or shows.
    /// </summary>
    public static string Text(string text)
    {
        string literal = SymbolDisplay.FormatLiteral(text, quote: true);
        if (literal.All(IsPlain))
        {
            return literal;
        }

        var ascii = new StringBuilder(literal.Length);
        foreach (char character in literal)
        {
            _ = IsPlain(character)
                ? ascii.Append(character)
                : ascii.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
        }

        return ascii.ToString();
    }

    /// <summary>Text inside an XML comment, in ASCII and on one line; characters that only steer are left out.</summary>
    public static string Xml(string text)
    {
        var xml = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                AppendReference(xml, char.ConvertToUtf32(character, text[++i]));
            }
            else if (char.IsWhiteSpace(character))
            {
                xml.Append(' ');
            }
            else if (character is '<' or '>' or '&' or '"' || (character > '~' && IsVisible(character)))
            {
                AppendReference(xml, character);
            }
            else if (IsPlain(character))
            {
                xml.Append(character);
            }
        }

        return xml.ToString();
    }

    public static string Flag(bool value) => value ? "true" : "false";

    public static string Whole(decimal value) => decimal.Truncate(value).ToString(CultureInfo.InvariantCulture);

    public static string Decimal(decimal value) => value.ToString(CultureInfo.InvariantCulture) + "m";

    public static string Double(decimal value)
    {
        string digits = value.ToString(CultureInfo.InvariantCulture);
        return digits.Contains('.') || Math.Abs(value) <= int.MaxValue ? digits : digits + "d";
    }

    /// <summary>Dimensions as a collection expression; -1 stands for those that are known at construction only.</summary>
    public static string Shape(EquatableArray<Dimension> shape) =>
        $"[{string.Join(", ", shape.Select(d => (d.Value ?? -1).ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>A member of one of the vocabulary's enums.</summary>
    public static string Member<T>(T value)
        where T : struct, Enum => $"global::PruningRecipes.{typeof(T).Name}.{value}";

    /// <summary>A set of flags.</summary>
    public static string Flags<T>(T value)
        where T : struct, Enum =>
        string.Join(
            " | ",
            value
                .ToString()
                .Split([", "], StringSplitOptions.None)
                .Select(name => $"global::PruningRecipes.{typeof(T).Name}.{name}")
        );

    private static bool IsPlain(char character) => character is >= ' ' and <= '~';

    private static bool IsVisible(char character) =>
        CharUnicodeInfo.GetUnicodeCategory(character)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            );

    private static void AppendReference(StringBuilder xml, int codePoint) =>
        xml.Append("&#").Append(codePoint.ToString(CultureInfo.InvariantCulture)).Append(';');
}
