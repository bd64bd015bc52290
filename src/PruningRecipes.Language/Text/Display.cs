using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace PruningRecipes.Language;

/// <summary>How numbers, lists and foreign text appear in messages, whatever the culture of the machine.</summary>
internal static class Display
{
    private const int MaximumExcerpt = 60;

    public static string Number(decimal value) =>
        value.ToString("0.############################", CultureInfo.InvariantCulture);

    public static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Percent(decimal share) => Number(share * 100) + "%";

    /// <summary>A share to one digit, and to as many more as it takes not to round to all: <c>99.96%</c>, never <c>100.0%</c>.</summary>
    public static string RoundedPercent(decimal share)
    {
        int digits = 1;
        decimal percent = decimal.Round(share * 100, digits, MidpointRounding.AwayFromZero);
        while (share < 1 && percent >= 100 && digits < 12)
        {
            digits++;
            percent = decimal.Round(share * 100, digits, MidpointRounding.AwayFromZero);
        }

        return percent.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            + "%";
    }

    /// <summary>A range of whole numbers: <c>3</c>, or <c>3 to 5</c>.</summary>
    public static string Range(CountRange range) =>
        range.IsExact ? Count(range.Minimum) : $"{Count(range.Minimum)} to {Count(range.Maximum)}";

    /// <summary>Words in a sentence: <c>a, b and c</c>.</summary>
    public static string Join(IEnumerable<string> words, string conjunction = "and")
    {
        ImmutableArray<string> all = [.. words];
        return all.Length < 2
            ? string.Concat(all)
            : $"{string.Join(", ", all.Take(all.Length - 1))} {conjunction} {all[all.Length - 1]}";
    }

    /// <summary>The same with each word in quotes.</summary>
    public static string JoinQuoted(IEnumerable<string> words, string conjunction = "and") =>
        Join(words.Select(word => $"'{word}'"), conjunction);

    /// <summary>Text from a recipe: short, on one line, without characters that a terminal or an editor obeys.</summary>
    public static string Excerpt(string text)
    {
        var excerpt = new StringBuilder();
        foreach (char c in text)
        {
            if (excerpt.Length >= MaximumExcerpt)
            {
                return excerpt.Append('…').ToString();
            }

            excerpt.Append(Visible(c));
        }

        return excerpt.ToString();
    }

    /// <summary>The same at its full length.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(Visible));

    private static string Visible(char c) =>
        char.GetUnicodeCategory(c)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate
            ? "\\u" + ((int)c).ToString("X4", CultureInfo.InvariantCulture)
            : c.ToString();

    /// <summary>The nearest of some words, or all of them: what follows "unknown word;".</summary>
    public static string Suggestion(string? nearest, string noun, IEnumerable<string> candidates, string conjunction) =>
        nearest is not null ? $"did you mean '{nearest}'?"
        : candidates.Any() ? $"{noun} {Join(candidates.Take(12), conjunction)}"
        : "there are none";
}
