using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

/// <summary>Nests a flat row of stage attributes: what stands between <c>[Repeat]</c> and <c>[EndRepeat]</c> is its body.</summary>
internal static class StageTree
{
    public static SequenceNode Build(AttributeArguments header, List<AttributeArguments> parts, List<Finding> findings)
    {
        var open = new Stack<(AttributeArguments Repeat, List<RecipeNode> Outer)>();
        var stages = new List<RecipeNode>();
        foreach (AttributeArguments part in parts.Where(part => part.IsStage))
        {
            if (part.Name == "Repeat")
            {
                open.Push((part, stages));
                stages = [];
            }
            else if (part.Name != "EndRepeat")
            {
                stages.Add(StageEntries.Map(part, StageEntries.From(part)));
            }
            else if (open.Count == 0)
            {
                findings.Add(Unbalanced(part, "Repeat"));
            }
            else
            {
                (AttributeArguments repeat, List<RecipeNode> outer) = open.Pop();
                outer.Add(Repeat(repeat, stages));
                stages = outer;
            }
        }

        findings.AddRange(open.Select(level => Unbalanced(level.Repeat, "EndRepeat")));
        return new SequenceNode(header.Span, stages.ToEquatableArray());
    }

    private static MappingNode Repeat(AttributeArguments repeat, List<RecipeNode> body) =>
        StageEntries.Map(
            repeat,
            new MappingEntry(repeat.Key("repeat"), repeat.Positional("count") ?? new ScalarNode(repeat.NameSpan, "")),
            new MappingEntry(repeat.Key("stages"), new SequenceNode(repeat.Span, body.ToEquatableArray()))
        );

    private static Finding Unbalanced(AttributeArguments at, string missing) =>
        new(Rules.RepeatUnbalanced, at.NameSpan, [at.Name, missing]);
}
