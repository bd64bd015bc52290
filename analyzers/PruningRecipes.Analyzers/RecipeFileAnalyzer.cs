using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>
/// Reports what is wrong with the recipe files of a project, at the word in the file. Each file is one action, which
/// checks it against every model that a class binds it to, so that no finding is reported twice.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RecipeFileAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        RuleDescriptors.Where(rule => !RecipeClassAnalyzer.IsAboutClasses(rule));

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterAdditionalFileAction(Analyze);
    }

    private static void Analyze(AdditionalFileAnalysisContext context)
    {
        string path = context.AdditionalFile.Path;
        if (
            !RecipeFileLookup.IsRecipeFile(path)
            || context.AdditionalFile.GetText(context.CancellationToken) is not { } text
        )
        {
            return;
        }

        ParsedRecipe parsed = RecipeTexts.Parse(text, context.CancellationToken);
        foreach (Finding finding in Findings(parsed, path, context))
        {
            context.ReportDiagnostic(FindingDiagnostics.InFile(finding, path, text));
        }
    }

    private static IEnumerable<Finding> Findings(
        ParsedRecipe parsed,
        string path,
        AdditionalFileAnalysisContext context
    )
    {
        ProjectRecipes project = ProjectRecipes.Of(context.Compilation, context.CancellationToken);
        ImmutableArray<string> paths = [.. context.Options.AdditionalFiles.Select(file => file.Path)];
        return project.CheckFile(parsed, path, paths, context.CancellationToken);
    }
}
