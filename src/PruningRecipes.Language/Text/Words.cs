using System.Collections.Immutable;
using System.Text;

namespace PruningRecipes.Language;

/// <summary>The words of the language for members of the shared enums: <c>signed-constant</c> for <c>SignedConstant</c>.</summary>
internal static class Words
{
    /// <summary>The word for an enum member.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Words[value];

    /// <summary>All words of an enum, in order of value, without the <c>None</c> of a set of flags.</summary>
    public static ImmutableArray<string> All<T>()
        where T : struct, Enum => Table<T>.All;

    /// <summary>The words of a set of flags, as in <c>weights and buffers</c>.</summary>
    public static ImmutableArray<string> OfFlags<T>(T flags)
        where T : struct, Enum => [.. Table<T>.Words.Where(word => flags.HasFlag(word.Key)).Select(word => word.Value)];

    /// <summary>The enum member for a word.</summary>
    public static bool TryParse<T>(string word, out T value)
        where T : struct, Enum => Table<T>.Values.TryGetValue(word, out value);

    /// <summary>The word for the name of an enum member.</summary>
    public static string OfMember(string member)
    {
        var word = new StringBuilder();
        for (int i = 0; i < member.Length; i++)
        {
            // A capital starts a word only if more of it follows: AdamW is adamw, and GrowingL2 is growing-l2.
            if (i > 0 && char.IsUpper(member[i]) && i + 1 < member.Length && !char.IsUpper(member[i + 1]))
            {
                word.Append('-');
            }

            word.Append(char.ToLowerInvariant(member[i]));
        }

        return word.ToString();
    }

    private static class Table<T>
        where T : struct, Enum
    {
        private static readonly ImmutableArray<T> s_members =
        [
            .. Enum.GetValues(typeof(T)).Cast<T>().Where(value => value.ToString() != "None"),
        ];

        public static readonly ImmutableArray<string> All = [.. s_members.Select(value => OfMember(value.ToString()))];

        public static readonly ImmutableSortedDictionary<T, string> Words = s_members.ToImmutableSortedDictionary(
            value => value,
            value => OfMember(value.ToString())
        );

        public static readonly ImmutableDictionary<string, T> Values = s_members.ToImmutableDictionary(
            value => OfMember(value.ToString()),
            StringComparer.Ordinal
        );
    }
}
