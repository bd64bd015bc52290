using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PruningRecipes.Analyzers;
using PruningRecipes.Language;

namespace PruningRecipes.Compiler.Tests;

/// <summary>Runs all analyzers over a project in memory, and compares what they report with marks in its texts.</summary>
internal static class AnalyzerRun
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers =>
        [new RecipeFileAnalyzer(), new RecipeClassAnalyzer(), new RecipeUsageAnalyzer()];

    public static async Task<ImmutableArray<Diagnostic>> RunAsync(
        Compilation compilation,
        params IEnumerable<AdditionalText> files
    )
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([.. files]),
            onAnalyzerException: null,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false
        );
        return await compilation.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync();
    }

    /// <summary>
    /// Asserts that exactly the marked findings are reported, but for what a class says of its file again. A mark without an
    /// id is one for <paramref name="id"/>.
    /// </summary>
    /// <param name="id">The rule under test.</param>
    /// <param name="csharp">The C# of the project, marked.</param>
    /// <param name="recipe">The recipe file of the project, marked; null for none.</param>
    public static async Task VerifyAsync(string id, string csharp, string? recipe = null)
    {
        Markup source = Markup.Parse(csharp);
        Markup file = Markup.Parse(recipe ?? "");
        CSharpCompilation compilation = TestProject.Compile(source.Text);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        ImmutableArray<Diagnostic> diagnostics = await RunAsync(
            compilation,
            recipe is null ? [] : [new InMemoryText(TestProject.RecipePath, file.Text)]
        );

        Assert.Equal(
            [.. Expected(source, id, "C#"), .. Expected(file, id, "YAML")],
            Own(diagnostics)
                .Select(d => $"{(d.Location.IsInSource ? "C#" : "YAML")} {d.Location.SourceSpan} {d.Id}")
                .Order(StringComparer.Ordinal)
        );
    }

    /// <summary>The ids of what is reported, but for what a class says of its file again.</summary>
    public static async Task<ImmutableArray<string>> IdsAsync(string csharp, string? recipe = null) =>
        [
            .. Own(
                    await RunAsync(
                        TestProject.Compile(csharp),
                        recipe is null ? [] : [new InMemoryText(TestProject.RecipePath, recipe)]
                    )
                )
                .Select(d => d.Id)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>All but what a class says of its file again.</summary>
    public static IEnumerable<Diagnostic> Own(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(d => d.Id != Rules.RecipeFileHasErrors.Id);

    private static IEnumerable<string> Expected(Markup markup, string id, string where) =>
        markup.Spans.Select(mark => $"{where} {mark.Span} {mark.Id ?? id}").Order(StringComparer.Ordinal);
}
