using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PruningRecipes.Analyzers;
using PruningRecipes.Language;

namespace PruningRecipes.CodeFixes;

/// <summary>
/// Applies the edit that the checker attached to a finding: to the text of a recipe file as it stands, and in C# as a
/// string literal in place of an attribute's argument.
/// </summary>
[Shared]
[ExportCodeFixProvider(
    LanguageNames.CSharp,
    Name = nameof(ApplyEditFix),
    DocumentKinds = [nameof(TextDocumentKind.Document), nameof(TextDocumentKind.AdditionalDocument)],
    DocumentExtensions = [".cs", ".yaml"]
)]
public sealed class ApplyEditFix : TextFixProvider
{
    private protected override IEnumerable<Rule> Rules =>
        Language.Rules.All.Where(rule =>
            !RecipeClassAnalyzer.IsAboutClasses(rule)
            || rule == Language.Rules.RecipeFileNotFound
            || rule == Language.Rules.RecipeFileHasErrors
        );

    internal override async Task<TextFix?> FindAsync(
        Project project,
        Diagnostic diagnostic,
        CancellationToken cancellationToken
    )
    {
        if (EditProperties.Read(diagnostic) is not { } edit)
        {
            return null;
        }

        string? file = EditProperties.FileOf(diagnostic);
        if (file is null && diagnostic.Location.SourceTree is { } tree)
        {
            return project.GetDocument(tree) is { } document
                ? await FindInAttributesAsync(document, edit, cancellationToken).ConfigureAwait(false)
                : null;
        }

        string path = file ?? diagnostic.Location.GetLineSpan().Path;
        return project.AdditionalDocuments.FirstOrDefault(file => file.FilePath == path) is { } recipe
            ? await FindInFileAsync(recipe, edit, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private static async Task<TextFix?> FindInFileAsync(
        TextDocument recipe,
        Edit edit,
        CancellationToken cancellationToken
    )
    {
        SourceText text = await recipe.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return SpanIn(text, edit) is { } span && text.ToString(span) != edit.NewText
            ? new TextFix(edit.Title, recipe, new TextChange(span, edit.NewText))
            : null;
    }

    /// <summary>Only where a string can stand: in place of a whole argument, or an item of one, that is text or any object.</summary>
    private static async Task<TextFix?> FindInAttributesAsync(
        Document document,
        Edit edit,
        CancellationToken cancellationToken
    )
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (
            SpanIn(text, edit) is not { } span
            || root?.FindNode(span, getInnermostNodeForTie: true) is not ExpressionSyntax expression
            || expression.Span != span
            || expression.Parent is NameEqualsSyntax or NameColonSyntax
            || expression.FirstAncestorOrSelf<AttributeArgumentSyntax>() is null
        )
        {
            return null;
        }

        SemanticModel? semantics = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return
            semantics.GetTypeInfo(expression, cancellationToken).ConvertedType?.SpecialType
                is SpecialType.System_String
                    or SpecialType.System_Object
            ? new TextFix(
                edit.Title,
                document,
                new TextChange(span, SymbolDisplay.FormatLiteral(edit.NewText, quote: true))
            )
            : null;
    }

    private static TextSpan? SpanIn(SourceText text, Edit edit) =>
        edit.Span.Start <= text.Length && edit.Span.Length <= text.Length - edit.Span.Start
            ? new TextSpan(edit.Span.Start, edit.Span.Length)
            : null;
}
