using System.Globalization;

namespace PruningRecipes.Language;

/// <summary>Something the checker found, as data: the command line, the analyzers and the runtime print the same text.</summary>
/// <param name="Rule">What kind of thing.</param>
/// <param name="Span">The offending word, in the recipe's own text.</param>
/// <param name="Arguments">What the rule's message is filled with.</param>
/// <param name="Fix">The edit that surely mends it, if there is one.</param>
internal sealed record Finding(Rule Rule, SourceSpan Span, EquatableArray<string> Arguments, Edit? Fix = null)
{
    public string Message => string.Format(CultureInfo.InvariantCulture, Rule.Message, [.. Arguments]);
}

/// <summary>A replacement of a range of the recipe's text.</summary>
/// <param name="Title">What it does, as an imperative: "Change 'haed' to 'head'".</param>
/// <param name="Span">The range that is replaced.</param>
/// <param name="NewText">What stands there afterwards, in the language's own notation (YAML).</param>
internal sealed record Edit(string Title, SourceSpan Span, string NewText);
