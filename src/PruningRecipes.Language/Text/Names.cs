using System.Text;

namespace PruningRecipes.Language;

/// <summary>Names as recipes and as C# write them.</summary>
internal static class Names
{
    public const int MaximumLength = 128;

    /// <summary>Whether a name is lower-case ASCII letters and digits, joined by single dashes, with a letter first.</summary>
    public static bool IsKebabCase(string name)
    {
        if (name.Length is 0 or > MaximumLength || !IsLower(name[0]) || name[name.Length - 1] == '-')
        {
            return false;
        }

        for (int i = 1; i < name.Length; i++)
        {
            if (!IsLower(name[i]) && !IsDigit(name[i]) && (name[i] != '-' || name[i - 1] == '-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The kebab-case name that was surely meant, such as <c>lottery-ticket</c> for <c>LotteryTicket</c>; null if there is none.</summary>
    public static string? ToKebabCase(string text)
    {
        var name = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '_' or ' ' or '-' or '.')
            {
                name.Append('-');
                continue;
            }

            bool startsWord = IsUpper(c) && i > 0 && (IsLower(text[i - 1]) || IsDigit(text[i - 1]));
            if (startsWord)
            {
                name.Append('-');
            }

            name.Append(IsUpper(c) ? (char)(c | 0x20) : c);
        }

        string result = name.ToString().Trim('-');
        return IsKebabCase(result) ? result : null;
    }

    /// <summary>A C# identifier for a name or a path: <c>LotteryTicket</c> for <c>lottery-ticket</c>, <c>Block0Conv</c> for <c>block.0.conv</c>.</summary>
    /// <returns>ASCII letters and digits, a letter or an underscore first; <c>_</c> if nothing of the name is usable.</returns>
    public static string ToPascalCase(string kebab)
    {
        var identifier = new StringBuilder();
        bool startsWord = true;
        foreach (char c in kebab)
        {
            if (IsLower(c) || IsUpper(c) || IsDigit(c))
            {
                identifier.Append(startsWord && IsLower(c) ? (char)(c & ~0x20) : c);
                startsWord = false;
            }
            else
            {
                startsWord = true;
            }
        }

        if (identifier.Length == 0 || IsDigit(identifier[0]))
        {
            identifier.Insert(0, '_');
        }

        return identifier.ToString();
    }

    private static bool IsLower(char c) => c is >= 'a' and <= 'z';

    private static bool IsUpper(char c) => c is >= 'A' and <= 'Z';

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
