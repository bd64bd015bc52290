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

        ProjectRecipes project = ProjectRecipes.Of(context.Compilation, context.CancellationToken);
        ParsedRecipe parsed = RecipeTexts.Parse(text, project.Scores, context.CancellationToken);
        ImmutableArray<string> paths = [.. context.Options.AdditionalFiles.Select(file => file.Path)];
        foreach (Finding finding in project.CheckFile(parsed, path, paths, context.CancellationToken))
        {
            context.ReportDiagnostic(FindingDiagnostics.InFile(finding, path, text));
        }
    }
}
