namespace PruningRecipes.Tool.Checking;

/// <summary>Findings as one JSON document. Keys are only ever added; a change that breaks readers raises <see cref="Version"/>.</summary>
internal static class JsonFindings
{
    private const int Version = 1;

    public static void Write(IEnumerable<FileFinding> findings, TextWriter output) =>
        output.Write(JsonText.Of(new { Version, Findings = findings.Select(Describe) }));

    private static object Describe(FileFinding finding) =>
        new
        {
            finding.File,
            finding.Range.Line,
            finding.Range.Column,
            finding.Range.EndLine,
            finding.Range.EndColumn,
            finding.Rule.Id,
            Severity = TextFindings.Word(finding.Rule.Severity),
            finding.Message,
            Help = finding.Rule.HelpLink,
            Fix = finding.Fix is { } fix
                ? new
                {
                    fix.Title,
                    fix.Range.Line,
                    fix.Range.Column,
                    fix.Range.EndLine,
                    fix.Range.EndColumn,
                    fix.NewText,
                }
                : null,
        };
}
