using PruningRecipes.Language;
using PruningRecipes.Tool.Projects;

namespace PruningRecipes.Tool.Checking;

/// <summary><c>recipes check</c>: writes what is wrong with recipe files, for the models of a project if one is given.</summary>
internal sealed class CheckCommand(TextWriter output, TextWriter error)
{
    /// <summary>Checks the files in turn; one that cannot be read does not keep the others from being checked.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public int Run(IReadOnlyList<string> paths, string? projectPath, string format)
    {
        RecipeProject? project = projectPath is null ? null : RecipeProject.Load(projectPath);
        List<FileFinding> findings = [];
        bool isUnusable = false;
        foreach (string path in paths)
        {
            try
            {
                RecipeFile file = RecipeFile.Read(path, project);
                IEnumerable<Finding> found = project is null
                    ? RecipeCompiler.Compile(file.Recipe, ModelShape.Unknown, CancellationToken.None).Findings
                    : project.Check(file);
                findings.AddRange(found.Select(finding => FileFinding.Of(file, finding)));
            }
            catch (UnusableInputException exception)
            {
                error.WriteLine($"error: {exception.Message}");
                isUnusable = true;
            }
        }

        Write(findings, format);
        return isUnusable ? ExitCodes.UnusableInput
            : findings.Exists(finding => finding.Rule.Severity == Severity.Error) ? ExitCodes.ErrorsFound
            : ExitCodes.Success;
    }

    private void Write(List<FileFinding> findings, string format)
    {
        switch (format)
        {
            case "json":
                JsonFindings.Write(findings, output);
                break;
            case "sarif":
                SarifFindings.Write(findings, output);
                break;
            default:
                TextFindings.Write(findings, output);
                break;
        }
    }
}
