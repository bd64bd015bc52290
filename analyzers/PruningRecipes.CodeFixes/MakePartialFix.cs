using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PruningRecipes.Language;

namespace PruningRecipes.CodeFixes;

/// <summary>Makes a recipe class partial.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix))]
public sealed class MakePartialFix : TextFixProvider
{
    private protected override IEnumerable<Rule> Rules => [Language.Rules.RecipeClassNotPartial];

    internal override async Task<TextFix?> FindAsync(
        Project project,
        Diagnostic diagnostic,
        CancellationToken cancellationToken
    )
    {
        if (project.GetDocument(diagnostic.Location.SourceTree) is not { } document)
        {
            return null;
        }

        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        return root?.FindToken(diagnostic.Location.SourceSpan.Start).Parent is ClassDeclarationSyntax declaration
            ? new TextFix(
                $"Make '{declaration.Identifier.ValueText}' partial",
                document,
                new TextChange(new TextSpan(declaration.Keyword.SpanStart, 0), "partial ")
            )
            : null;
    }
}
