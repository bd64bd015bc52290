namespace PruningRecipes.Language;

/// <summary>
/// A node of a recipe as written: what YAML and attributes have in common. Spans are part of the node, so that two
/// texts with the same meaning give different trees and equal bound recipes.
/// </summary>
/// <param name="Span">Where it stands in the text it came from: a YAML file, or the C# file of the attributes.</param>
internal abstract record RecipeNode(SourceSpan Span);

/// <summary>A word or a number, still as text. An empty scalar is YAML's null.</summary>
/// <param name="Span">The word, with its quotes.</param>
/// <param name="Text">The word, without them.</param>
/// <param name="IsQuoted">Whether it was quoted: then it is text even where it looks like a number.</param>
internal sealed record ScalarNode(SourceSpan Span, string Text, bool IsQuoted = false) : RecipeNode(Span);

/// <summary>A list.</summary>
internal sealed record SequenceNode(SourceSpan Span, EquatableArray<RecipeNode> Items) : RecipeNode(Span);

/// <summary>Keys and values, in order. Duplicate keys have been reported and the later ones dropped.</summary>
internal sealed record MappingNode(SourceSpan Span, EquatableArray<MappingEntry> Entries) : RecipeNode(Span)
{
    public MappingEntry? Find(string key)
    {
        foreach (MappingEntry entry in Entries)
        {
            if (entry.Key.Text == key)
            {
                return entry;
            }
        }

        return null;
    }
}

/// <summary>One key and its value.</summary>
internal sealed record MappingEntry(ScalarNode Key, RecipeNode Value);

/// <summary>Stands where something was written that the language does not have, and that has been reported.</summary>
internal sealed record UnreadableNode(SourceSpan Span) : RecipeNode(Span);
