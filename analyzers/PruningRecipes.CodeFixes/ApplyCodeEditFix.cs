using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using PruningRecipes.Analyzers;
using PruningRecipes.Language;

namespace PruningRecipes.CodeFixes;

/// <summary>Applies the edit of C# code that an analyzer attached to a diagnostic, as it stands.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ApplyCodeEditFix))]
public sealed class ApplyCodeEditFix : TextFixProvider
{
    private protected override IEnumerable<Rule> Rules =>
        [
            Language.Rules.StepWithoutMasks,
            Language.Rules.OptimizerNotAttached,
            Language.Rules.WeightsLoadedAfterPruning,
            Language.Rules.ComponentsNotRegistered,
            Language.Rules.ArgumentIgnored,
        ];

    internal override async Task<TextFix?> FindAsync(
        Project project,
        Diagnostic diagnostic,
        CancellationToken cancellationToken
    )
    {
        if (
            EditProperties.Read(diagnostic) is not { } edit
            || project.GetDocument(diagnostic.Location.SourceTree) is not { } document
        )
        {
            return null;
        }

        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return edit.Span.End <= text.Length
            ? new TextFix(
                edit.Title,
                document,
                new TextChange(new TextSpan(edit.Span.Start, edit.Span.Length), edit.NewText)
            )
            : null;
    }
}
