using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;

namespace PruningRecipes.CodeFixes;

/// <summary>Marks a recipe's model <c>[Prunable]</c>, wherever in the solution its class stands.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddPrunableFix))]
public sealed class AddPrunableFix : TextFixProvider
{
    private protected override IEnumerable<Rule> Rules => [Language.Rules.ModelNotPrunable];

    internal override async Task<TextFix?> FindAsync(
        Project project,
        Diagnostic diagnostic,
        CancellationToken cancellationToken
    )
    {
        if (
            project.GetDocument(diagnostic.Location.SourceTree) is not { } document
            || await ModelAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is not { } model
            || model.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference
            || project.Solution.GetDocument(reference.SyntaxTree) is not { } target
            || await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false)
                is not ClassDeclarationSyntax declaration
        )
        {
            return null;
        }

        SemanticModel? semantics = await target.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (semantics?.Compilation.GetTypeByMetadataName(RecipeAttributes.Prunable) is not { } attribute)
        {
            return null;
        }

        SourceText text = await target.GetTextAsync(cancellationToken).ConfigureAwait(false);
        int position = declaration.GetFirstToken().SpanStart;
        string name = IsInScope(semantics, position, attribute) ? "Prunable" : "global::PruningRecipes.Prunable";
        return new TextFix(
            $"Mark '{model.Name}' [Prunable]",
            target,
            new TextChange(new TextSpan(position, 0), $"[{name}]{LineBreak(text)}{Indentation(text, position)}")
        );
    }

    private static async Task<INamedTypeSymbol?> ModelAsync(
        Document document,
        Diagnostic diagnostic,
        CancellationToken cancellationToken
    )
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? semantics = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        SyntaxNode? node = root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return node is TypeSyntax type
            ? semantics.GetSymbolInfo(type, cancellationToken).Symbol as INamedTypeSymbol
            : null;
    }

    private static bool IsInScope(SemanticModel semantics, int position, INamedTypeSymbol attribute) =>
        semantics
            .LookupNamespacesAndTypes(position, name: attribute.Name)
            .Contains(attribute, SymbolEqualityComparer.Default);

    private static string LineBreak(SourceText text)
    {
        TextLine first = text.Lines[0];
        return first.EndIncludingLineBreak - first.End == 2 ? "\r\n" : "\n";
    }

    /// <summary>What stands before the declaration on its line; nothing if that is more than white space.</summary>
    private static string Indentation(SourceText text, int position)
    {
        string before = text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(position).Start, position));
        return string.IsNullOrWhiteSpace(before) ? before : "";
    }
}
