namespace PruningRecipes.Language;

internal static class NodePositions
{
    /// <summary>The same tree without positions: equal to another that says the same, wherever that stands.</summary>
    public static MappingNode WithoutSpans(this MappingNode node) =>
        new(
            default,
            node.Entries.Select(entry => new MappingEntry(
                    entry.Key with
                    {
                        Span = default,
                    },
                    entry.Value.WithoutSpans()
                ))
                .ToEquatableArray()
        );

    private static RecipeNode WithoutSpans(this RecipeNode node) =>
        node switch
        {
            MappingNode mapping => mapping.WithoutSpans(),
            SequenceNode sequence => new SequenceNode(default, sequence.Items.Select(WithoutSpans).ToEquatableArray()),
            _ => node with { Span = default },
        };
}
