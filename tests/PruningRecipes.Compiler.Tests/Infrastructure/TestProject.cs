using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PruningRecipes.Generator;

namespace PruningRecipes.Compiler.Tests;

/// <summary>A project of a user, in memory: C# and recipe files against the runtime and TorchSharp.</summary>
internal static class TestProject
{
    public const string RecipePath = "/project/test.recipe.yaml";

    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp12, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> s_framework =
    [
        .. Directory
            .GetFiles(
                typeof(TestProject)
                    .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                    .Single(attribute => attribute.Key == "RefPack")
                    .Value!,
                "*.dll"
            )
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. s_framework,
        Reference("PruningRecipes.dll"),
        RuntimeStub.Compile([.. s_framework, Reference("PruningRecipes.dll")]),
    ];

    public static CSharpCompilation Compile(params string[] sources) =>
        CSharpCompilation.Create(
            "Test",
            sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"/project/File{i}.cs")),
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );

    /// <summary>A compilation that the C# compiler accepts without a warning, so that a test's source means what it says.</summary>
    public static CSharpCompilation CompileClean(params string[] sources)
    {
        CSharpCompilation compilation = Compile(sources);
        AssertClean(compilation);
        return compilation;
    }

    public static void AssertClean(Compilation compilation) =>
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));

    /// <summary>A driver that tracks the reasons of each step.</summary>
    public static GeneratorDriver Driver(params IEnumerable<AdditionalText> recipes) =>
        CSharpGeneratorDriver.Create(
            [new RecipeGenerator().AsSourceGenerator()],
            recipes,
            ParseOptions,
            driverOptions: new GeneratorDriverOptions(
                IncrementalGeneratorOutputKind.None,
                trackIncrementalGeneratorSteps: true
            )
        );

    public static GeneratorDriver Driver(string recipe) => Driver(new InMemoryText(RecipePath, recipe));

    /// <summary>Generates, and compiles all as a user with warnings as errors and documentation would.</summary>
    public static GeneratorDriverRunResult GenerateClean(string source, params IEnumerable<AdditionalText> recipes)
    {
        GeneratorDriver driver = Driver(recipes)
            .RunGeneratorsAndUpdateCompilation(
                Compile(source),
                out Compilation output,
                out ImmutableArray<Diagnostic> diagnostics
            );
        Assert.Empty(diagnostics);
        AssertClean(output);
        return driver.GetRunResult();
    }

    private static PortableExecutableReference Reference(string file) =>
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, file));
}
