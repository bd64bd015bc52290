using System.Text;

namespace PruningRecipes.Generator.Emission;

/// <summary>Writes indented lines of C#, ended by a line feed on every machine.</summary>
internal sealed class SourceWriter
{
    private const int IndentWidth = 4;

    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line() => _text.Append('\n');

    public void Line(string line) => _text.Append(' ', _depth * IndentWidth).Append(line).Append('\n');

    /// <summary>Writes a declaration and opens its body.</summary>
    public void Open(string declaration)
    {
        Line(declaration);
        Line("{");
        _depth++;
    }

    /// <summary>Closes the innermost body.</summary>
    public void Close(string end = "}")
    {
        _depth--;
        Line(end);
    }

    public override string ToString() => _text.ToString();
}
