using System.Text;
using PruningRecipes.Language;

namespace PruningRecipes.Tool.Explaining;

/// <summary>Draws a curve in a terminal: an area of block elements, eight levels to a line.</summary>
internal static class SparsityChart
{
    private const int Lines = 10;
    private const string Levels = " ▁▂▃▄▅▆▇█";

    public static IEnumerable<string> Draw(SparsityCurve curve, int width)
    {
        int full = Levels.Length - 1;
        int[] heights =
        [
            .. Enumerable
                .Range(0, width)
                .Select(column =>
                    (int)Math.Round(curve.At(PositionOf(column)) * Lines * full, MidpointRounding.ToEven)
                ),
        ];
        for (int line = Lines - 1; line >= 0; line--)
        {
            StringBuilder text = new(Label(line + 1));
            foreach (int height in heights)
            {
                text.Append(Levels[Math.Clamp(height - (line * full), 0, full)]);
            }

            yield return text.ToString().TrimEnd();
        }

        yield return $"  0% └{new string('─', width)}";
        string end = $"{Display.Number(curve.Length)} {curve.Unit}";
        yield return $"      0{end.PadLeft(width - 1)}";

        // The last column shows the end, whatever the width.
        decimal PositionOf(int column) => curve.Length * column / Math.Max(1, width - 1);
    }

    /// <summary>The share at the top of a line, on every other one.</summary>
    private static string Label(int line) =>
        line % 2 == 0 ? $"{Display.Percent((decimal)line / Lines), 4} ┤" : "     │";
}
