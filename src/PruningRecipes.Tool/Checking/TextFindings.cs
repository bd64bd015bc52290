using PruningRecipes.Language;
using Spectre.Console;

namespace PruningRecipes.Tool.Checking;

/// <summary>Findings one a line, as compilers write theirs, so that editors and build logs find the place.</summary>
internal static class TextFindings
{
    public static void Write(IEnumerable<FileFinding> findings, TextWriter output)
    {
        bool hasColors = Terminal.Of(output).Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
        foreach (FileFinding finding in findings)
        {
            string word = Word(finding.Rule.Severity);
            string severity = hasColors ? Paint(word, finding.Rule.Severity) : word;
            output.WriteLine(
                FormattableString.Invariant(
                    $"{finding.File}({finding.Range.Line},{finding.Range.Column}): {severity} {finding.Rule.Id}: {finding.Message}"
                )
            );
        }
    }

    public static string Word(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "info",
        };

    /// <summary>Red, yellow or cyan; written directly, as a console that lays text out would break long lines.</summary>
    private static string Paint(string word, Severity severity)
    {
        int color = severity switch
        {
            Severity.Error => 31,
            Severity.Warning => 33,
            _ => 36,
        };
        return FormattableString.Invariant($"\e[{color}m{word}\e[0m");
    }
}
