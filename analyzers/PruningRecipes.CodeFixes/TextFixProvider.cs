using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using PruningRecipes.Language;

namespace PruningRecipes.CodeFixes;

/// <summary>A fix that is a set of text changes, computed before it is offered: what is offered can be applied.</summary>
public abstract class TextFixProvider : CodeFixProvider
{
    /// <summary>The rules whose diagnostics it can fix.</summary>
    private protected abstract IEnumerable<Rule> Rules { get; }

    public sealed override ImmutableArray<string> FixableDiagnosticIds => [.. Rules.Select(rule => rule.Id)];

    public sealed override FixAllProvider GetFixAllProvider() => new TextFixAllProvider(this);

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Project project = context.TextDocument.Project;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (await FindAsync(project, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } fix)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        fix.Title,
                        cancellationToken => TextFix.ApplyAsync(project.Solution, fix.Changes, cancellationToken),
                        EquivalenceKey
                    ),
                    diagnostic
                );
            }
        }
    }

    /// <summary>The fix for a diagnostic; null where none is surely right.</summary>
    internal abstract Task<TextFix?> FindAsync(
        Project project,
        Diagnostic diagnostic,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Fixes with the same key are applied together by "fix all", which chooses by the diagnostic's id already. The id is
    /// no part of the key: <c>dotnet format</c> takes the key from any diagnostic of the analyzer.
    /// </summary>
    private string EquivalenceKey => GetType().Name;
}
