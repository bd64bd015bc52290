using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PruningRecipes.CodeFixes;

namespace PruningRecipes.Compiler.Tests;

/// <summary>A project in a workspace, its diagnostics, and what fixes make of it.</summary>
internal sealed class CodeFixRun : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly ProjectId _project = ProjectId.CreateNewId();

    public CodeFixRun(params IEnumerable<(string Path, string Text)> files)
    {
        Solution solution = _workspace.CurrentSolution.AddProject(
            ProjectInfo.Create(
                _project,
                VersionStamp.Default,
                "Test",
                "Test",
                LanguageNames.CSharp,
                parseOptions: TestProject.ParseOptions,
                metadataReferences: TestProject.References,
                compilationOptions: new CSharpCompilationOptions(
                    OutputKind.DynamicallyLinkedLibrary,
                    nullableContextOptions: NullableContextOptions.Enable
                )
            )
        );
        foreach ((string path, string text) in files)
        {
            DocumentId id = DocumentId.CreateNewId(_project);
            string name = Path.GetFileName(path);
            solution = path.EndsWith(".cs", StringComparison.Ordinal)
                ? solution.AddDocument(id, name, SourceText.From(text), filePath: path)
                : solution.AddAdditionalDocument(id, name, SourceText.From(text), filePath: path);
        }

        Solution = solution;
    }

    public Solution Solution { get; }

    public Project Project => Solution.GetProject(_project)!;

    public static ImmutableArray<TextFixProvider> Providers =>
        [new ApplyEditFix(), new MakePartialFix(), new AddPrunableFix(), new ApplyCodeEditFix()];

    public void Dispose() => _workspace.Dispose();

    public async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync() =>
        await (await Project.GetCompilationAsync())!
            .WithAnalyzers(AnalyzerRun.Analyzers, Project.AnalyzerOptions)
            .GetAnalyzerDiagnosticsAsync();

    /// <summary>The titles of the fixes that are offered for a diagnostic.</summary>
    public async Task<ImmutableArray<CodeAction>> OffersAsync(Diagnostic diagnostic)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        foreach (TextFixProvider provider in Providers.Where(p => p.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            await provider.RegisterCodeFixesAsync(
                new CodeFixContext(
                    DocumentOf(diagnostic),
                    diagnostic,
                    (action, _) => actions.Add(action),
                    CancellationToken.None
                )
            );
        }

        return actions.ToImmutable();
    }

    /// <summary>The texts after the only fix for the only diagnostic of a rule.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FixAsync(string id)
    {
        Diagnostic diagnostic = Assert.Single(await DiagnosticsAsync(), d => d.Id == id);
        return await TextsAsync(Assert.Single(await OffersAsync(diagnostic)));
    }

    /// <summary>The texts after all diagnostics of a rule are fixed at once.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FixAllAsync(string id, FixAllScope scope)
    {
        ImmutableArray<Diagnostic> diagnostics = [.. (await DiagnosticsAsync()).Where(d => d.Id == id)];
        TextFixProvider provider = Providers.Single(p => p.FixableDiagnosticIds.Contains(id));
        var context = new FixAllContext(
            Project.Documents.First(),
            provider,
            scope,
            (await OffersAsync(diagnostics[0]))[0].EquivalenceKey,
            [id],
            new Known(diagnostics),
            CancellationToken.None
        );
        return await TextsAsync((await provider.GetFixAllProvider().GetFixAsync(context))!);
    }

    private TextDocument DocumentOf(Diagnostic diagnostic) =>
        Project.GetDocument(diagnostic.Location.SourceTree)
        ?? Project.AdditionalDocuments.Single(file => file.FilePath == diagnostic.Location.GetLineSpan().Path);

    private async Task<IReadOnlyDictionary<string, string>> TextsAsync(CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Project changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(_project)!;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (TextDocument document in changed.Documents.Concat(changed.AdditionalDocuments))
        {
            texts.Add(document.Name, (await document.GetTextAsync()).ToString());
        }

        return texts;
    }

    private sealed class Known(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document,
            CancellationToken cancellationToken
        )
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return diagnostics.Where(d => d.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(
            Project project,
            CancellationToken cancellationToken
        ) => Task.FromResult(diagnostics.Where(d => !d.Location.IsInSource));

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(
            Project project,
            CancellationToken cancellationToken
        ) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);
    }
}
