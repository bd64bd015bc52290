using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PruningRecipes.Language;

/// <summary>
/// Reads YAML into nodes. Only the event parser is used: the layers above it recurse without a limit, and a stack
/// overflow would end the compiler that this runs in.
/// </summary>
internal sealed class YamlReader
{
    private readonly string _text;
    private readonly FindingList _findings = new();
    private readonly NodeBuilder _builder;
    private int _position;

    private YamlReader(string text)
    {
        _text = text;
        _builder = new NodeBuilder(_findings);
    }

    public static RecipeSyntax Read(string text, CancellationToken cancellationToken) =>
        new YamlReader(text).Read(cancellationToken);

    private RecipeSyntax Read(CancellationToken cancellationToken)
    {
        bool isComplete = ReadEvents(cancellationToken);
        _builder.CloseAll(_position);
        switch (_builder.Root)
        {
            case null or ScalarNode { Text: "", IsQuoted: false }:
                return new RecipeSyntax(new MappingNode(default, []), isComplete, _findings.ToOrderedArray());
            case MappingNode root:
                return new RecipeSyntax(root, isComplete, _findings.ToOrderedArray());
            case UnreadableNode:
                return new RecipeSyntax(null, isComplete, _findings.ToOrderedArray());
            case { } other:
                _findings.Report(
                    Rules.WrongType,
                    other.Span,
                    "a recipe",
                    "keys and values, such as 'recipe: lottery-ticket'",
                    Expectation.Describe(other)
                );
                return new RecipeSyntax(null, isComplete, _findings.ToOrderedArray());
        }
    }

    private bool ReadEvents(CancellationToken cancellationToken)
    {
        if (_text.Length > RecipeLimits.Characters)
        {
            _findings.Report(Rules.LimitExceeded, default, "256 KiB of text");
            return false;
        }

        var parser = new Parser(new StringReader(_text));
        int documents = 0;
        for (int events = 0; ; events++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (MoveNext(parser) is not { } hasMoved)
            {
                return false;
            }

            if (!hasMoved)
            {
                return true;
            }

            ParsingEvent current = parser.Current!;
            SourceSpan span = SpanOf(current.Start, current.End);
            if (events >= RecipeLimits.Events)
            {
                _findings.Report(Rules.LimitExceeded, span, "10 000 words, lists and mappings");
                return false;
            }

            if (current is DocumentStart && ++documents > 1)
            {
                _findings.Report(Rules.ConstructNotAllowed, span, "several documents", "a file holds one recipe");
                return true;
            }

            if (current is NodeEvent && LacksComma())
            {
                ReportInvalid(span, "a comma is missing before this");
                return false;
            }

            if (!Accept(current, span))
            {
                return false;
            }

            _position = current is MappingEnd or SequenceEnd ? _builder.LastEnd : span.End;
        }
    }

    /// <summary>Whether there is a next event; null, and reported, if the text cannot be read on.</summary>
    private bool? MoveNext(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (YamlException exception)
        {
            SourceSpan span = SpanOf(exception.Start, exception.End);
            ReportInvalid(span.Start < _position ? new SourceSpan(NextUnread(), 0) : span, exception.Message);
        }
        catch (Exception)
        {
            // The parser fails on some malformed texts with whatever exception its own state brings about.
            ReportInvalid(new SourceSpan(_position, 0), "what stands here cannot be read");
        }

        return null;
    }

    /// <summary>Whether a collection in brackets is followed by another item without a comma: the parser lets that pass.</summary>
    private bool LacksComma()
    {
        bool isBehindBracket =
            _position > 0
            && _text[_position - 1] is ']' or '}'
            && _builder.Depth > 0
            && _text[_builder.InnermostStart] is '[' or '{';
        int next = BehindBlanks(_position);
        return isBehindBracket && next < _text.Length && _text[next] is not (',' or ':');
    }

    /// <summary>Where reading stopped, for complaints of the parser that name no place, or only where a collection began.</summary>
    private int NextUnread()
    {
        int next = BehindBlanks(_position);
        return next < _text.Length && _text[next] == ':' ? BehindBlanks(next + 1) : next;
    }

    /// <summary>The next character that is neither blank nor in a comment.</summary>
    private int BehindBlanks(int position)
    {
        bool isComment = false;
        while (position < _text.Length && (isComment || char.IsWhiteSpace(_text[position]) || _text[position] == '#'))
        {
            isComment = _text[position] == '#' || (isComment && _text[position] != '\n');
            position++;
        }

        return position;
    }

    private bool Accept(ParsingEvent current, SourceSpan span)
    {
        switch (current)
        {
            case AnchorAlias:
                ReportAlias(span);
                _builder.Add(new UnreadableNode(span));
                break;
            case Scalar scalar:
                CheckProperties(scalar, span);
                _builder.Add(new ScalarNode(span, scalar.Value, scalar.Style != ScalarStyle.Plain));
                break;
            case MappingStart or SequenceStart when _builder.Depth >= RecipeLimits.Depth:
                _findings.Report(Rules.LimitExceeded, span, "16 levels of nesting");
                return false;
            case MappingStart mapping:
                CheckProperties(mapping, span);
                _builder.OpenMapping(span.Start);
                break;
            case SequenceStart sequence:
                CheckProperties(sequence, span);
                _builder.OpenSequence(span.Start);
                break;
            case MappingEnd or SequenceEnd:
                _builder.Close(EndOf(span));
                break;
        }

        return true;
    }

    /// <summary>Where a collection ends: behind its bracket, or else behind its last item, as the mark may be lines below.</summary>
    private int EndOf(SourceSpan mark)
    {
        bool hasBrackets = _text[_builder.InnermostStart] is '[' or '{';
        return hasBrackets && mark.Start < _text.Length && _text[mark.Start] is ']' or '}' ? mark.Start + 1 : _position;
    }

    private void CheckProperties(NodeEvent node, SourceSpan span)
    {
        if (!node.Anchor.IsEmpty)
        {
            _findings.Report(
                Rules.ConstructNotAllowed,
                PropertyAt(span.Start),
                "anchors",
                "write the value where it is used"
            );
        }

        if (!node.Tag.IsEmpty)
        {
            _findings.Report(
                Rules.ConstructNotAllowed,
                PropertyAt(span.Start),
                "tags",
                "the key says what type its value has"
            );
        }
    }

    private void ReportAlias(SourceSpan span)
    {
        string alias = _text.Substring(span.Start, span.Length);
        _findings.Report(
            Rules.ConstructNotAllowed,
            span,
            new Edit("Quote the pattern", span, $"\"{alias}\""),
            "aliases",
            "write the value out, or quote a pattern that starts with '*'"
        );
    }

    private void ReportInvalid(SourceSpan span, string reason)
    {
        if (span.Length == 0 && _text.Length > 0)
        {
            span = new SourceSpan(Math.Min(span.Start, _text.Length - 1), 1);
        }

        bool isPattern = span.Start < _text.Length && _text[span.Start] == '*';
        string sentence = reason.TrimEnd('.');
        _findings.Report(
            Rules.InvalidYaml,
            span,
            isPattern ? "a pattern that starts with '*' must be quoted"
                : sentence.Length == 0 ? "what stands here cannot be read"
                : char.ToLowerInvariant(sentence[0]) + sentence.Substring(1)
        );
    }

    /// <summary>An anchor or a tag, up to the blank behind it.</summary>
    private SourceSpan PropertyAt(int start)
    {
        int end = start;
        while (end < _text.Length && !char.IsWhiteSpace(_text[end]) && _text[end] is not (',' or ']' or '}'))
        {
            end++;
        }

        return SourceSpan.FromBounds(start, end);
    }

    private SourceSpan SpanOf(Mark start, Mark end)
    {
        int from = Clamp(start.Index);
        int to = Math.Max(from, Clamp(end.Index));
        while (to > from && char.IsWhiteSpace(_text[to - 1]))
        {
            to--;
        }

        return SourceSpan.FromBounds(from, to);
    }

    private int Clamp(long index) => (int)Math.Max(0, Math.Min(index, _text.Length));
}
