using PruningRecipes.Language;

namespace PruningRecipes.Tool;

/// <summary><c>recipes check</c>: prints the findings of each file, one a line, as compilers print theirs.</summary>
internal static class CheckCommand
{
    private const int Success = 0;
    private const int FoundErrors = 1;
    private const int UnreadableFile = 2;

    /// <summary>Checks the files in turn; one that cannot be read does not keep the others from being checked.</summary>
    /// <returns>0 if no file has an error, 1 if one has, 2 if one could not be read.</returns>
    public static int Run(IReadOnlyList<FileInfo> files, TextWriter output)
    {
        int exitCode = Success;
        foreach (FileInfo file in files)
        {
            exitCode = Math.Max(exitCode, Check(file, output));
        }

        return exitCode;
    }

    private static int Check(FileInfo file, TextWriter output)
    {
        string text;
        try
        {
            text = File.ReadAllText(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            output.WriteLine($"{file}: error: {e.Message}");
            return UnreadableFile;
        }

        LineMap lines = new(text);
        ParsedRecipe recipe = RecipeCompiler.Parse(text, CancellationToken.None);
        foreach (Finding finding in recipe.Findings)
        {
            (int line, int column) = lines.PositionOf(finding.Span.Start);
            string severity = finding.Rule.Severity.ToString().ToLowerInvariant();
            output.WriteLine(
                FormattableString.Invariant(
                    $"{file}({line},{column}): {severity} {finding.Rule.Id}: {finding.Message}"
                )
            );
        }

        return recipe.HasErrors ? FoundErrors : Success;
    }
}
