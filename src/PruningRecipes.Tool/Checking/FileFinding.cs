using PruningRecipes.Language;

namespace PruningRecipes.Tool.Checking;

/// <summary>A finding in a file, as all formats write it.</summary>
/// <param name="File">The path as the user gave it.</param>
/// <param name="Range">The offending word.</param>
/// <param name="Rule">What kind of thing.</param>
/// <param name="Message">What is wrong here.</param>
/// <param name="Fix">The edit that surely mends it, if there is one.</param>
internal sealed record FileFinding(string File, TextRange Range, Rule Rule, string Message, FileEdit? Fix)
{
    public static FileFinding Of(RecipeFile file, Finding finding) =>
        new(
            file.Path,
            file.Lines.RangeOf(finding.Span),
            finding.Rule,
            finding.Message,
            finding.Fix is { } fix ? new FileEdit(fix.Title, file.Lines.RangeOf(fix.Span), fix.NewText) : null
        );
}

/// <summary>A replacement of a range of the file.</summary>
internal sealed record FileEdit(string Title, TextRange Range, string NewText);
