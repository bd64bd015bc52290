using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
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
    private static readonly SourceTextValueProvider<ParsedRecipe> s_parser = new(text =>
        RecipeCompiler.Parse(text.ToString(), CancellationToken.None)
    );

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        RuleDescriptors.Where(rule => !RecipeClassAnalyzer.IsAboutClasses(rule));

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(RecipeAttributes.Recipe) is not null)
            {
                start.RegisterAdditionalFileAction(file => Analyze(start, file));
            }
        });
    }

    private static void Analyze(CompilationStartAnalysisContext start, AdditionalFileAnalysisContext context)
    {
        string path = context.AdditionalFile.Path;
        if (
            !RecipeFileLookup.IsRecipeFile(path)
            || context.AdditionalFile.GetText(context.CancellationToken) is not { } text
            || !start.TryGetValue(text, s_parser, out ParsedRecipe? parsed)
        )
        {
            return;
        }

        foreach (Finding finding in FindingDiagnostics.Distinct(Findings(parsed!, path, context)))
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
        ImmutableArray<RecipeClass> classes =
        [
            .. project.BoundTo(path, [.. context.Options.AdditionalFiles.Select(file => file.Path)]),
        ];
        IEnumerable<Finding> findings = classes
            .Select(recipe => recipe.Model)
            .OfType<INamedTypeSymbol>()
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .SelectMany(model => Compile(parsed, model, context));
        if (classes.IsEmpty && parsed.Recipe is { } recipe)
        {
            findings = findings.Append(new Finding(Rules.RecipeFileUnused, recipe.Name.Span, [recipe.Name.Value]));
        }

        return parsed.Findings.Concat(findings);
    }

    private static IEnumerable<Finding> Compile(
        ParsedRecipe parsed,
        INamedTypeSymbol model,
        AdditionalFileAnalysisContext context
    )
    {
        ModelShape shape = ModelReader.Read(model, context.Compilation, context.CancellationToken);
        return RecipeCompiler.Compile(parsed, shape, context.CancellationToken).Findings;
    }
}
