using System.Text;
using PruningRecipes.Language;

namespace PruningRecipes.Compiler.Tests;

/// <summary>A recipe as one of its two texts, and where each node of its tree stands in it.</summary>
internal sealed record PrintedRecipe(string Text, IReadOnlyDictionary<RecipeNode, SourceSpan> Spans);

/// <summary>Collects a text and the places of nodes in it. Nodes are told apart by identity.</summary>
internal sealed class SpanWriter
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<RecipeNode, SourceSpan> _spans = new(ReferenceEqualityComparer.Instance);

    public int Position => _text.Length;

    public void Write(string text) => _text.Append(text);

    /// <summary>Writes what a node is printed as.</summary>
    public void Write(RecipeNode node, string text)
    {
        Mark(node, Position, text.Length);
        Write(text);
    }

    /// <summary>The node reaches from a position to the present one.</summary>
    public void MarkFrom(RecipeNode node, int start) => Mark(node, start, Position - start);

    public void Mark(RecipeNode node, int start, int length) => _spans[node] = new SourceSpan(start, length);

    public SourceSpan SpanOf(RecipeNode node) => _spans[node];

    public PrintedRecipe Print() => new(_text.ToString(), _spans);
}
