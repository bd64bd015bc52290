using System.Collections.Immutable;
using System.Globalization;
using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>The language's words for the values of the attributes' enums.</summary>
internal static class EnumWords
{
    /// <summary>The words of a set of flags, in order of value; null if the enum is no set of the language's.</summary>
    public static ImmutableArray<string>? OfFlags(string enumName, int value) =>
        enumName switch
        {
            nameof(SnapshotContents) => Flags((SnapshotContents)value, value, Words.All<SnapshotContents>().Length),
            nameof(Metric) => Flags((Metric)value, value, Words.All<Metric>().Length),
            _ => null,
        };

    /// <summary>The word of a value; null if the enum is none of the language's.</summary>
    public static string? Of(string enumName, int value) =>
        enumName switch
        {
            nameof(Score) => One((Score)value, value),
            nameof(Allocation) => One((Allocation)value, value),
            nameof(Grain) => One((Grain)value, value),
            nameof(Optimizer) => One((Optimizer)value, value),
            nameof(ReinitKind) => One((ReinitKind)value, value),
            _ => null,
        };

    private static string One<T>(T member, int value)
        where T : struct, Enum => Enum.IsDefined(typeof(T), member) ? Words.Of(member) : Number(value);

    private static ImmutableArray<string> Flags<T>(T flags, int value, int bits)
        where T : struct, Enum
    {
        ImmutableArray<string> words = Words.OfFlags(flags);
        int undefined = value & ~((1 << bits) - 1);
        return undefined == 0 ? words : words.Add(Number(undefined));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
