using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PruningRecipes.CodeFixes;

/// <summary>What a fix changes, in which documents.</summary>
internal sealed record TextFix(string Title, ImmutableArray<(DocumentId Document, TextChange Change)> Changes)
{
    public TextFix(string title, TextDocument document, TextChange change)
        : this(title, [(document.Id, change)]) { }

    /// <summary>Applies changes to the source files and additional files of a solution.</summary>
    /// <remarks>A change is made once however often it is asked for; of two that overlap, the first in the text is made.</remarks>
    public static async Task<Solution> ApplyAsync(
        Solution solution,
        IEnumerable<(DocumentId Document, TextChange Change)> changes,
        CancellationToken cancellationToken
    )
    {
        foreach (IGrouping<DocumentId, TextChange> group in changes.GroupBy(c => c.Document, c => c.Change))
        {
            if (TextDocumentOf(solution, group.Key) is not { } document)
            {
                continue;
            }

            SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
            SourceText changed = text.WithChanges(WithoutOverlaps(group));
            solution =
                document is Document
                    ? solution.WithDocumentText(group.Key, changed)
                    : solution.WithAdditionalDocumentText(group.Key, changed);
        }

        return solution;
    }

    private static TextDocument? TextDocumentOf(Solution solution, DocumentId id) =>
        solution.GetDocument(id) ?? solution.GetAdditionalDocument(id);

    private static List<TextChange> WithoutOverlaps(IEnumerable<TextChange> changes)
    {
        var kept = new List<TextChange>();
        int end = 0;
        foreach (TextChange change in changes.Distinct().OrderBy(change => change.Span))
        {
            if (change.Span.Start >= end)
            {
                kept.Add(change);
                end = change.Span.End;
            }
        }

        return kept;
    }
}
