using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace PruningRecipes.Compiler.Tests;

/// <summary>
/// A text in which the expected findings are marked: <c>[|span|]</c> for the only rule under test and
/// <c>{|PRN1005:span|}</c> for one of several. Marks nest. For C# and YAML alike.
/// </summary>
internal sealed record Markup(string Text, ImmutableArray<(string? Id, TextSpan Span)> Spans)
{
    private static readonly SearchValues<char> s_idCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    );

    public static Markup Parse(string marked)
    {
        var text = new StringBuilder(marked.Length);
        var open = new Stack<(string? Id, int Start)>();
        var spans = ImmutableArray.CreateBuilder<(string? Id, TextSpan Span)>();
        for (int i = 0; i < marked.Length; i++)
        {
            ReadOnlySpan<char> rest = marked.AsSpan(i);
            if (rest.StartsWith("[|"))
            {
                open.Push((null, text.Length));
                i++;
            }
            else if (
                rest.StartsWith("{|")
                && rest.IndexOf(':') is var colon and > 2
                && rest[2..colon].IndexOfAnyExcept(s_idCharacters) < 0
            )
            {
                open.Push((rest[2..colon].ToString(), text.Length));
                i += colon;
            }
            else if (open.TryPeek(out (string? Id, int Start) last) && rest.StartsWith(last.Id is null ? "|]" : "|}"))
            {
                _ = open.Pop();
                spans.Add((last.Id, TextSpan.FromBounds(last.Start, text.Length)));
                i++;
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        return open.Count == 0
            ? new Markup(
                text.ToString(),
                [.. spans.OrderBy(span => span.Span).ThenBy(span => span.Id, StringComparer.Ordinal)]
            )
            : throw new ArgumentException($"The mark opened at {open.Peek().Start} is not closed.", nameof(marked));
    }
}
