using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace PruningRecipes.CodeFixes;

/// <summary>Applies the text changes of many fixes at once. Roslyn's own providers know source files only, not recipe files.</summary>
internal sealed class TextFixAllProvider(TextFixProvider provider) : FixAllProvider
{
    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var changes = new List<(DocumentId, TextChange)>();
        foreach (Project project in Projects(fixAllContext))
        {
            foreach (Diagnostic diagnostic in await DiagnosticsAsync(fixAllContext, project).ConfigureAwait(false))
            {
                TextFix? fix = await provider
                    .FindAsync(project, diagnostic, fixAllContext.CancellationToken)
                    .ConfigureAwait(false);
                changes.AddRange(fix?.Changes ?? []);
            }
        }

        return changes.Count == 0
            ? null
            : CodeAction.Create(
                "Fix all",
                cancellationToken => TextFix.ApplyAsync(fixAllContext.Solution, changes, cancellationToken),
                fixAllContext.CodeActionEquivalenceKey
            );
    }

    private static IEnumerable<Project> Projects(FixAllContext context) =>
        context.Scope == FixAllScope.Solution
            ? context.Solution.Projects.Where(project => project.Language == LanguageNames.CSharp)
            : [context.Project];

    private static async Task<IEnumerable<Diagnostic>> DiagnosticsAsync(FixAllContext context, Project project) =>
        context is { Scope: FixAllScope.Document, Document: { } document }
            ? await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
            : await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
}
