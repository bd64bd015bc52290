using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>Reports what is wrong in C#: with recipe classes, with recipes in attributes, with models and with scores.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RecipeClassAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        RuleDescriptors.Where(rule => rule != Rules.RecipeFileUnused && !RecipeUsageAnalyzer.IsAboutUsage(rule));

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(RecipeAttributes.Recipe) is not null)
            {
                start.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
                start.RegisterSymbolAction(AnalyzeMethod, SymbolKind.Method);
                start.RegisterSyntaxNodeAction(AnalyzeLocalFunction, SyntaxKind.LocalFunctionStatement);
            }
        });
    }

    /// <summary>Whether a rule is about C#, and never about a recipe file.</summary>
    internal static bool IsAboutClasses(Rule rule) =>
        rule.Id.StartsWith("PRN7", StringComparison.Ordinal) && rule != Rules.RecipeFileUnused;

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (RecipeClass.From(type, context.CancellationToken) is { } recipe)
        {
            AnalyzeRecipe(recipe, context);
        }
        else if (
            RecipeClassChecker.HasParts(type)
            && type.GetAttributes().All(attribute => attribute.AttributeClass is not { TypeKind: TypeKind.Error })
            && Identifier(type, context.CancellationToken) is { } name
        )
        {
            context.ReportDiagnostic(FindingDiagnostics.At(name, Rules.PartsWithoutRecipe, [type.Name]));
        }

        if (RecipeClass.IsPrunable(type))
        {
            AnalyzeModel(type, context);
        }
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context) =>
        AnalyzeScore(
            (IMethodSymbol)context.Symbol,
            context.Compilation,
            context.ReportDiagnostic,
            context.CancellationToken
        );

    private static void AnalyzeLocalFunction(SyntaxNodeAnalysisContext context)
    {
        if (
            context.Node is LocalFunctionStatementSyntax { AttributeLists.Count: > 0 } function
            && context.SemanticModel.GetDeclaredSymbol(function, context.CancellationToken) is IMethodSymbol method
        )
        {
            AnalyzeScore(method, context.Compilation, context.ReportDiagnostic, context.CancellationToken);
        }
    }

    private static void AnalyzeScore(
        IMethodSymbol method,
        Compilation compilation,
        Action<Diagnostic> report,
        CancellationToken cancellationToken
    )
    {
        if (CustomScoreMethod.From(method, cancellationToken) is not { } score)
        {
            return;
        }

        ProjectRecipes project = ProjectRecipes.Of(compilation, cancellationToken);
        foreach (ClassFinding finding in CustomScoreChecker.Check(score, project.ScoreMethods))
        {
            report(FindingDiagnostics.Of(finding));
        }
    }

    private static void AnalyzeRecipe(RecipeClass recipe, SymbolAnalysisContext context)
    {
        foreach (ClassFinding finding in RecipeClassChecker.Check(recipe))
        {
            context.ReportDiagnostic(FindingDiagnostics.Of(finding));
        }

        if (recipe.File is { } file)
        {
            AnalyzeFile(recipe, file, context);
        }
        else if (recipe.IsInAttributes)
        {
            foreach (Finding finding in AttributeFindings(recipe, context).DistinctInOrder())
            {
                context.ReportDiagnostic(FindingDiagnostics.InAttributes(finding, recipe.Syntax.SyntaxTree));
            }
        }
    }

    private static void AnalyzeFile(RecipeClass recipe, string file, SymbolAnalysisContext context)
    {
        ImmutableArray<string> paths = [.. context.Options.AdditionalFiles.Select(text => text.Path)];
        ImmutableArray<string> found = RecipeFileLookup.Find(file, paths);
        if (found.Length == 1)
        {
            AnalyzeText(recipe, context.Options.AdditionalFiles.First(text => text.Path == found[0]), context);
            return;
        }

        Location location = FileArgument(recipe.Syntax).GetLocation();
        if (found.Length > 1)
        {
            context.ReportDiagnostic(
                FindingDiagnostics.At(
                    location,
                    Rules.RecipeFileAmbiguous,
                    [Display.Excerpt(file), string.Join(", ", found)]
                )
            );
            return;
        }

        string? nearest = NearestName.Of(
            RecipeFileLookup.FileName(file),
            paths.Where(RecipeFileLookup.IsRecipeFile).Select(RecipeFileLookup.FileName)
        );
        context.ReportDiagnostic(
            FindingDiagnostics.At(
                location,
                Rules.RecipeFileNotFound,
                [Display.Excerpt(file), nearest is null ? "" : $"; did you mean '{nearest}'?"],
                EditProperties.Write(
                    nearest is null
                        ? null
                        : new Edit(
                            $"Change to '{nearest}'",
                            new SourceSpan(location.SourceSpan.Start, location.SourceSpan.Length),
                            nearest
                        )
                )
            )
        );
    }

    /// <summary>
    /// Says at the class that its file has errors: editors offer fixes in C# that they do not offer in YAML. It is
    /// information, so that a build does not count an error twice.
    /// </summary>
    private static void AnalyzeText(RecipeClass recipe, AdditionalText file, SymbolAnalysisContext context)
    {
        if (file.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        ProjectRecipes project = ProjectRecipes.Of(context.Compilation, context.CancellationToken);
        ParsedRecipe parsed = RecipeTexts.Parse(text, project.Scores, context.CancellationToken);
        IEnumerable<Finding> findings = recipe.Model is { } model
            ? project.Check(parsed, model, context.CancellationToken)
            : parsed.Findings;
        Finding[] errors = [.. findings.DistinctInOrder().Where(finding => finding.Rule.Severity == Severity.Error)];
        if (errors.Length == 0)
        {
            return;
        }

        Finding shown = errors.FirstOrDefault(error => error.Fix is not null) ?? errors[0];
        context.ReportDiagnostic(
            FindingDiagnostics.At(
                FileArgument(recipe.Syntax).GetLocation(),
                Rules.RecipeFileHasErrors,
                [
                    RecipeFileLookup.FileName(file.Path),
                    errors.Length == 1 ? "an error" : $"{Display.Count(errors.Length)} errors",
                    shown.Rule.Id,
                    Display.Count(text.Lines.GetLinePosition(Math.Min(shown.Span.Start, text.Length)).Line + 1),
                    shown.Message,
                ],
                EditProperties.Write(shown.Fix, file.Path)
            )
        );
    }

    private static IEnumerable<Finding> AttributeFindings(RecipeClass recipe, SymbolAnalysisContext context)
    {
        AttributeRecipe read = AttributeRecipeReader.Read(recipe.Type, recipe.Attribute, context.CancellationToken);
        if (read.Root is null)
        {
            return read.Findings;
        }

        ProjectRecipes project = ProjectRecipes.Of(context.Compilation, context.CancellationToken);
        ParsedRecipe parsed = RecipeCompiler.Bind(
            read.Root,
            new KnownScores(project.Scores),
            context.CancellationToken
        );
        return read.Findings.Concat(
            recipe.Model is { } model ? project.Check(parsed, model, context.CancellationToken) : parsed.Findings
        );
    }

    private static void AnalyzeModel(INamedTypeSymbol model, SymbolAnalysisContext context)
    {
        if (Identifier(model, context.CancellationToken) is not { } location)
        {
            return;
        }

        ProjectRecipes project = ProjectRecipes.Of(context.Compilation, context.CancellationToken);
        foreach (ModelGap gap in project.ShapeOf(model, context.CancellationToken)?.Gaps ?? [])
        {
            context.ReportDiagnostic(
                FindingDiagnostics.At(
                    location,
                    Rules.ModelPartlyUnknown,
                    [gap.Path.Length == 0 ? "**" : gap.Path, model.Name, gap.Reason]
                )
            );
        }

        if (KnownTypes.Find(context.Compilation) is { } types)
        {
            AnalyzeRegistration(model, types, location, context);
        }

        if (!project.IsUsed(model, context.CancellationToken))
        {
            context.ReportDiagnostic(FindingDiagnostics.At(location, Rules.ModelUnused, [model.Name]));
        }
    }

    private static void AnalyzeRegistration(
        INamedTypeSymbol model,
        KnownTypes types,
        Location location,
        SymbolAnalysisContext context
    )
    {
        foreach (ISymbol collection in ModelRegistration.PassedOver(model, types, context.CancellationToken))
        {
            context.ReportDiagnostic(
                FindingDiagnostics.At(collection.Locations[0], Rules.ModulesInCollection, [collection.Name])
            );
        }

        if (ModelRegistration.IsMissing(model, types, context.CancellationToken))
        {
            context.ReportDiagnostic(
                FindingDiagnostics.At(
                    location,
                    Rules.ComponentsNotRegistered,
                    [model.Name],
                    EditProperties.Write(ModelRegistration.Fix(model, context.CancellationToken))
                )
            );
        }
    }

    private static Location? Identifier(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type
            .DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<BaseTypeDeclarationSyntax>()
            .FirstOrDefault()
            ?.Identifier.GetLocation();

    private static SyntaxNode FileArgument(AttributeSyntax attribute) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals is null)?.Expression
        ?? (SyntaxNode)attribute;
}
