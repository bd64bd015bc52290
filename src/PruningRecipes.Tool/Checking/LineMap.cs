using PruningRecipes.Language;

namespace PruningRecipes.Tool.Checking;

/// <summary>Where the lines of a text start: turns spans into lines and columns.</summary>
internal sealed class LineMap
{
    private readonly List<int> _starts = [0];

    public LineMap(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                _starts.Add(i + 1);
            }
        }
    }

    public TextRange RangeOf(SourceSpan span)
    {
        (int line, int column) = PositionOf(span.Start);
        (int endLine, int endColumn) = PositionOf(span.End);
        return new TextRange(line, column, endLine, endColumn);
    }

    private (int Line, int Column) PositionOf(int position)
    {
        int index = _starts.BinarySearch(position);
        int line = index >= 0 ? index : ~index - 1;
        return (line + 1, position - _starts[line] + 1);
    }
}

/// <summary>A range of a text: lines and columns from 1, columns in UTF-16 units, the end behind the last character.</summary>
internal readonly record struct TextRange(int Line, int Column, int EndLine, int EndColumn);
