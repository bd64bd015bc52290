using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>Puts nodes together as they are read, without recursion: what is open can be closed at any time.</summary>
internal sealed class NodeBuilder(FindingList findings)
{
    private readonly Stack<Collection> _open = new();

    public int Depth => _open.Count;

    /// <summary>The outermost node, once it is closed.</summary>
    public RecipeNode? Root { get; private set; }

    /// <summary>Where the collection that is open starts.</summary>
    public int InnermostStart => _open.Peek().Start;

    /// <summary>Where what was read last ends.</summary>
    public int LastEnd { get; private set; }

    public void OpenMapping(int start) => _open.Push(new Mapping(start, findings));

    public void OpenSequence(int start) => _open.Push(new Sequence(start));

    public void Close(int end) => Add(_open.Pop().Build(end));

    public void CloseAll(int end)
    {
        while (_open.Count > 0)
        {
            Close(end);
        }
    }

    public void Add(RecipeNode node)
    {
        LastEnd = node.Span.End;
        if (_open.Count > 0)
        {
            _open.Peek().Add(node);
        }
        else
        {
            Root ??= node;
        }
    }

    private abstract class Collection(int start)
    {
        public int Start => start;

        public abstract void Add(RecipeNode node);

        public RecipeNode Build(int end) => Build(SourceSpan.FromBounds(start, Math.Max(start, end)));

        protected abstract RecipeNode Build(SourceSpan span);
    }

    private sealed class Sequence(int start) : Collection(start)
    {
        private readonly ImmutableArray<RecipeNode>.Builder _items = ImmutableArray.CreateBuilder<RecipeNode>();

        public override void Add(RecipeNode node) => _items.Add(node);

        protected override RecipeNode Build(SourceSpan span) =>
            new SequenceNode(span, new EquatableArray<RecipeNode>(_items.ToImmutable()));
    }

    private sealed class Mapping(int start, FindingList findings) : Collection(start)
    {
        private readonly ImmutableArray<MappingEntry>.Builder _entries = ImmutableArray.CreateBuilder<MappingEntry>();
        private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
        private RecipeNode? _key;

        public override void Add(RecipeNode node)
        {
            if (_key is null)
            {
                _key = node;
                Check(node);
                return;
            }

            if (_key is ScalarNode key && _keys.Add(key.Text))
            {
                _entries.Add(new MappingEntry(key, node));
            }

            _key = null;
        }

        protected override RecipeNode Build(SourceSpan span) =>
            new MappingNode(span, new EquatableArray<MappingEntry>(_entries.ToImmutable()));

        private void Check(RecipeNode key)
        {
            switch (key)
            {
                case ScalarNode { Text: "<<", IsQuoted: false }:
                    findings.Report(Rules.ConstructNotAllowed, key.Span, "merge keys", "write the keys out");
                    _key = new UnreadableNode(key.Span);
                    break;
                case ScalarNode scalar when _keys.Contains(scalar.Text):
                    findings.Report(Rules.DuplicateKey, key.Span, Display.Excerpt(scalar.Text));
                    break;
                case MappingNode or SequenceNode:
                    findings.Report(
                        Rules.ConstructNotAllowed,
                        key.Span,
                        "lists and mappings as keys",
                        "a key is a word"
                    );
                    break;
            }
        }
    }
}
