using System.Globalization;
using PruningRecipes.Language;

namespace PruningRecipes;

/// <summary>How grains are read, and what their units are of a layer.</summary>
internal readonly partial record struct GrainSpec
{
    /// <summary>Whether its units are whole outputs or inputs of a layer, which can be taken out.</summary>
    public bool IsRemovable => Kind is Grain.Filter or Grain.Channel or Grain.Row or Grain.Column or Grain.Head;

    /// <summary>Whether its units are outputs of the layer.</summary>
    public bool IsOfOutputs => Kind is Grain.Filter or Grain.Row;

    /// <summary>Reads a grain; its numbers may still make no sense.</summary>
    public static bool TryParse(string text, out GrainSpec grain)
    {
        grain = default;
        if (text.StartsWith(BlockPrefix, StringComparison.Ordinal))
        {
            return TryParseBlock(text.Substring(BlockPrefix.Length), out grain);
        }

        if (TryParseNumbers(text, " of ", Grain.NOfM, out grain))
        {
            return true;
        }

        bool isWord = Words.TryParse(text, out Grain kind) && kind is not (Grain.NOfM or Grain.Block);
        grain = new GrainSpec(kind);
        return isWord;
    }

    /// <summary>Reads the rows and columns of a block, <c>4x4</c>; they may still make no sense.</summary>
    public static bool TryParseBlock(string text, out GrainSpec grain) =>
        TryParseNumbers(text, "x", Grain.Block, out grain);

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
