using System.Globalization;

namespace PruningRecipes.Language;

/// <summary>A grain with its numbers: <c>filter</c>, <c>2 of 4</c>, <c>block 4x4</c>.</summary>
/// <param name="Kind">Which.</param>
/// <param name="First">The N of <c>N of M</c>, the R of <c>block RxC</c>; otherwise 0.</param>
/// <param name="Second">The M of <c>N of M</c>, the C of <c>block RxC</c>; otherwise 0.</param>
internal readonly record struct GrainSpec(Grain Kind, int First = 0, int Second = 0)
{
    private const string BlockPrefix = "block ";

    /// <summary>Whether whole structures go, so that the layer can become smaller.</summary>
    public bool IsStructured => Kind is not (Grain.Weight or Grain.NOfM or Grain.Block);

    /// <summary>Whether its units are whole outputs or inputs of a layer, which can be taken out.</summary>
    public bool IsRemovable => Kind is Grain.Filter or Grain.Channel or Grain.Row or Grain.Column or Grain.Head;

    /// <summary>Whether its units are outputs of the layer.</summary>
    public bool IsOfOutputs => Kind is Grain.Filter or Grain.Row;

    /// <summary>What messages call the units.</summary>
    public string Units => Kind is Grain.Weight or Grain.NOfM ? "weights" : Words.Of(Kind) + "s";

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

    public override string ToString() =>
        Kind switch
        {
            Grain.NOfM => $"{Display.Count(First)} of {Display.Count(Second)}",
            Grain.Block => $"{BlockPrefix}{Display.Count(First)}x{Display.Count(Second)}",
            _ => Words.Of(Kind),
        };

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
