using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>
/// Nests a flat row of stage attributes: what stands between <c>[Repeat]</c> and <c>[EndRepeat]</c> is its body, and what
/// stands between <c>[During]</c> and <c>[EndDuring]</c> happens while the training before it runs.
/// </summary>
internal sealed class StageTree
{
    private const string End = "End";
    private const string Train = "Train";
    private const string Repeat = "Repeat";
    private const string During = "During";

    private readonly List<Finding> _findings;
    private readonly Stack<Level> _open = new();
    private List<MappingNode> _stages = [];

    private StageTree(List<Finding> findings) => _findings = findings;

    public static SequenceNode Build(AttributeArguments header, List<AttributeArguments> parts, List<Finding> findings)
    {
        var tree = new StageTree(findings);
        foreach (AttributeArguments part in parts.Where(part => part.IsStage))
        {
            tree.Add(part);
        }

        findings.AddRange(tree._open.Select(level => Unbalanced(level.Start, End + level.Start.Name)));
        return List(header, tree._stages);
    }

    /// <summary>The table by which a stage or an action is read: where it cannot stand, that of the place where it can.</summary>
    private MappingInfo TableOf(string word)
    {
        bool isAction = _open.Count > 0 && _open.Peek().Start.Name == During;
        WordList here = isAction ? Actions.All : Grammar.Stages;
        WordList elsewhere = isAction ? Grammar.Stages : Actions.All;
        return (here.Find(word)?.Mapping ?? elsewhere.Find(word)?.Mapping)!;
    }

    private void Add(AttributeArguments part)
    {
        switch (part.Name)
        {
            case Repeat:
            case During:
                CheckTrain(part);
                _open.Push(new Level(part, _stages));
                _stages = [];
                break;
            case End + Repeat:
            case End + During:
                Close(part);
                break;
            default:
                string word = Names.ToKebabCase(part.Name)!;
                MappingNode body = AttributeBody.Read(part, TableOf(word), _findings);
                _stages.Add(Mapping(part, new MappingEntry(part.Key(word), body)));
                break;
        }
    }

    private void CheckTrain(AttributeArguments part)
    {
        if (part.Name == During && LastTraining is null)
        {
            _findings.Add(Unbalanced(part, Train));
        }
    }

    /// <summary>The training that ends the row so far.</summary>
    private MappingNode? LastTraining =>
        _stages.Count > 0 && _stages[_stages.Count - 1].Entries[0] is { Key.Text: "train", Value: MappingNode body }
            ? body
            : null;

    private void Close(AttributeArguments end)
    {
        string start = end.Name.Substring(End.Length);
        if (_open.All(level => level.Start.Name != start))
        {
            _findings.Add(Unbalanced(end, start));
            return;
        }

        Level level = _open.Pop();
        for (; level.Start.Name != start; level = _open.Pop())
        {
            _findings.Add(Unbalanced(level.Start, End + level.Start.Name));
        }

        List<MappingNode> body = _stages;
        _stages = level.Outer;
        if (start == Repeat)
        {
            MappingNode repeat = AttributeBody.Read(level.Start, Grammar.Repeat, _findings);
            _stages.Add(With(repeat, level.Start, "stages", body));
        }
        else if (LastTraining is { } training)
        {
            SetActions(training, level.Start, body);
        }
    }

    private void SetActions(MappingNode training, AttributeArguments during, List<MappingNode> actions)
    {
        const string Key = "during";
        if (training.Find(Key) is not null)
        {
            _findings.Add(new Finding(Rules.DuplicateKey, during.NameSpan, [Key]));
            return;
        }

        MappingNode stage = _stages[_stages.Count - 1];
        MappingEntry entry = stage.Entries[0] with { Value = With(training, during, Key, actions) };
        _stages[_stages.Count - 1] = stage with { Entries = [entry] };
    }

    private static MappingNode With(
        MappingNode mapping,
        AttributeArguments owner,
        string key,
        List<MappingNode> items
    ) =>
        mapping with
        {
            Entries = mapping.Entries.Append(new MappingEntry(owner.Key(key), List(owner, items))).ToEquatableArray(),
        };

    private static MappingNode Mapping(AttributeArguments owner, MappingEntry entry) => new(owner.Span, [entry]);

    private static SequenceNode List(AttributeArguments owner, List<MappingNode> items) =>
        new(owner.Span, items.ToEquatableArray<RecipeNode>());

    private static Finding Unbalanced(AttributeArguments at, string missing) =>
        new(Rules.BracketUnbalanced, at.NameSpan, [at.Name, missing]);

    /// <summary>An open bracket, and the row in which it stands.</summary>
    private sealed record Level(AttributeArguments Start, List<MappingNode> Outer);
}
