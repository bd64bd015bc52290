using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>Edits that add a statement to code, in the layout that stands there.</summary>
internal static class StatementInsertion
{
    private const string Step = "    ";

    /// <summary>Adds a statement after the one that a node is part of; null where there is no place for another.</summary>
    public static Edit? After(SyntaxNode node, string statement)
    {
        StatementSyntax? target = node.FirstAncestorOrSelf<StatementSyntax>();
        if (
            target
            is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax)
                or not { Parent: BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax }
        )
        {
            return null;
        }

        SyntaxTrivia lineBreak = LineBreakAfter(target.GetLastToken());
        return lineBreak == default || IndentationOf(target.GetFirstToken()) is not { } indentation
            ? Insert(statement, target.Span.End, " " + statement)
            : Insert(statement, lineBreak.SpanStart, $"{lineBreak}{indentation}{statement}");
    }

    /// <summary>Adds a statement at the end of a block.</summary>
    public static Edit AtEndOf(BlockSyntax block, string statement)
    {
        SyntaxToken last = block.CloseBraceToken.GetPreviousToken();
        SyntaxTrivia lineBreak = LineBreakAfter(last);
        if (lineBreak == default || IndentationOf(block.CloseBraceToken) is not { } outer)
        {
            return Insert(statement, last.Span.End, " " + statement);
        }

        string indentation =
            (block.Statements.Count > 0 ? IndentationOf(block.Statements.Last().GetFirstToken()) : null)
            ?? outer + Step;
        return Insert(statement, lineBreak.SpanStart, $"{lineBreak}{indentation}{statement}");
    }

    private static Edit Insert(string statement, int position, string text) =>
        new($"Insert '{statement}'", new SourceSpan(position, 0), text);

    private static SyntaxTrivia LineBreakAfter(SyntaxToken token) =>
        token.TrailingTrivia.FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));

    /// <summary>What stands before a token on its line; null if that is more than white space.</summary>
    private static string? IndentationOf(SyntaxToken token)
    {
        SourceText text = token.SyntaxTree!.GetText();
        string before = text.ToString(
            TextSpan.FromBounds(text.Lines.GetLineFromPosition(token.SpanStart).Start, token.SpanStart)
        );
        return string.IsNullOrWhiteSpace(before) ? before : null;
    }
}
