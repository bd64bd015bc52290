using PruningRecipes.Language;

namespace PruningRecipes.Compiler.Tests;

/// <summary>A tree in YAML's flow style, for comparison.</summary>
internal static class NodePrinter
{
    public static string Print(RecipeNode node) =>
        node switch
        {
            ScalarNode { IsQuoted: true } text => $"\"{text.Text}\"",
            ScalarNode word => word.Text,
            SequenceNode list => $"[{string.Join(", ", list.Items.Select(Print))}]",
            MappingNode map => $"{{{string.Join(", ", map.Entries.Select(e => $"{e.Key.Text}: {Print(e.Value)}"))}}}",
            _ => throw new ArgumentOutOfRangeException(nameof(node), node, "An unknown kind of node."),
        };

    /// <summary>The scalars of a tree, keys included.</summary>
    public static IEnumerable<ScalarNode> Scalars(RecipeNode node) =>
        node switch
        {
            ScalarNode scalar => [scalar],
            SequenceNode list => list.Items.SelectMany(Scalars),
            MappingNode map => map.Entries.SelectMany(entry => Scalars(entry.Value).Prepend(entry.Key)),
            _ => [],
        };
}
