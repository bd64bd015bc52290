using System.Globalization;
using PruningRecipes.Language;

namespace PruningRecipes;

/// <summary>How grains are read.</summary>
internal readonly partial record struct GrainSpec
{
    /// <summary>Reads a grain; its numbers may still make no sense.</summary>
    public static bool TryParse(string text, out GrainSpec grain)
    {
        grain = default;
        if (text.StartsWith(BlockPrefix, StringComparison.Ordinal))
        {
            return TryParseNumbers(text.Substring(BlockPrefix.Length), "x", Grain.Block, out grain);
        }

        if (TryParseNumbers(text, " of ", Grain.NOfM, out grain))
        {
            return true;
        }

        bool isWord = Words.TryParse(text, out Grain kind) && kind is not (Grain.NOfM or Grain.Block);
        grain = new GrainSpec(kind);
        return isWord;
    }

    private static bool TryParseNumbers(string text, string separator, Grain kind, out GrainSpec grain)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        grain = default;
        if (
            at < 0
            || !TryParseCount(text.Substring(0, at), out int first)
            || !TryParseCount(text.Substring(at + separator.Length), out int second)
        )
        {
            return false;
        }

        grain = new GrainSpec(kind, first, second);
        return true;
    }

    private static bool TryParseCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);
}
