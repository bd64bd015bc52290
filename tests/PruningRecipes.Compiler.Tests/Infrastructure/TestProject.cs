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

    /// <summary>The assemblies that a user's project has from the package, TorchSharp last.</summary>
    public static readonly ImmutableArray<string> Runtime =
    [
        .. new[] { "PruningRecipes.dll", "PruningRecipes.Torch.dll", "TorchSharp.Subset.dll", "TorchSharp.dll" }
            .Select(file => Path.Combine(AppContext.BaseDirectory, file))
            .Where(File.Exists),
    ];

    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. Directory
            .GetFiles(
                typeof(TestProject)
                    .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                    .Single(attribute => attribute.Key == "RefPack")
                    .Value!,
                "*.dll"
            )
            .Concat(Runtime)
            .Select(path => MetadataReference.CreateFromFile(path)),
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
}
