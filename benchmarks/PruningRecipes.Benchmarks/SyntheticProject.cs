using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace PruningRecipes.Benchmarks;

/// <summary>A project of 200 files: 20 models of 40 layers, a recipe for each, and 160 files that concern neither.</summary>
internal static class SyntheticProject
{
    public const int Models = 20;
    private const int LayersPerModel = 40;
    private const int OtherFiles = 160;

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest);

    public static CSharpCompilation Compile() =>
        CSharpCompilation.Create(
            "Synthetic",
            [
                .. Enumerable.Range(0, Models).Select(i => Parse(Model(i), $"Model{i}.cs")),
                .. Enumerable.Range(0, Models).Select(i => Parse(RecipeClass(i), $"Recipe{i}.cs")),
                .. Enumerable.Range(0, OtherFiles).Select(i => Parse(OtherFile(i, 0), $"Other{i}.cs")),
            ],
            References(),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );

    /// <summary>The compilation after a keystroke in a file that no model and no recipe stands in.</summary>
    public static CSharpCompilation TypeInUnrelatedFile(CSharpCompilation compilation, int keystroke)
    {
        SyntaxTree old = compilation.SyntaxTrees.Single(tree => tree.FilePath == "Other0.cs");
        return compilation.ReplaceSyntaxTree(old, Parse(OtherFile(0, keystroke), "Other0.cs"));
    }

    public static AdditionalText Yaml(int model, string sparsity) =>
        new YamlFile(
            $"/recipes/recipe{model}.recipe.yaml",
            $$"""
            recipe: recipe-{{model}}
            stages:
              - train: { epochs: 10, optimizer: { sgd: { learning-rate: 0.1, momentum: 0.9 } } }
              - prune: { score: magnitude, allocation: global, sparsity: {{sparsity}} }
              - train: { epochs: 10, optimizer: { sgd: { learning-rate: 0.01, momentum: 0.9 } } }
              - evaluate: [accuracy, sparsity]
            """
        );

    private static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), s_options, path);

    private static string Model(int index)
    {
        StringBuilder fields = new();
        for (int layer = 0; layer < LayersPerModel; layer++)
        {
            fields.Append(
                CultureInfo.InvariantCulture,
                $"    private readonly Linear layer{layer} = nn.Linear({64 + layer}, {65 + layer});\n"
            );
        }

        return $$"""
            using PruningRecipes;
            using TorchSharp;
            using TorchSharp.Modules;
            using static TorchSharp.torch;

            namespace Synthetic;

            [Prunable]
            public sealed class Model{{index}} : nn.Module<Tensor, Tensor>
            {
            {{fields}}
                public Model{{index}}() : base("Model{{index}}") => RegisterComponents();

                public override Tensor forward(Tensor x) => layer0.call(x);
            }
            """;
    }

    private static string RecipeClass(int index) =>
        $$"""
            namespace Synthetic;

            [PruningRecipes.Recipe<Model{{index}}>("recipe{{index}}.recipe.yaml")]
            public sealed partial class Recipe{{index}};
            """;

    private static string OtherFile(int index, int keystroke) =>
        $$"""
            namespace Synthetic;

            /// <summary>Nothing to do with pruning.</summary>
            public sealed class Other{{index}}
            {
                public int Value => {{keystroke}};

                public int Twice() => Value * 2;
            }
            """;

    private static IEnumerable<MetadataReference> References()
    {
        string refPack = typeof(SyntheticProject)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RefPack")
            .Value!;
        string[] own = ["PruningRecipes.dll", "PruningRecipes.Torch.dll", "TorchSharp.dll", "TorchSharp.Subset.dll"];
        return Directory
            .GetFiles(refPack, "*.dll")
            .Concat(own.Select(name => Path.Combine(AppContext.BaseDirectory, name)).Where(File.Exists))
            .Select(path => MetadataReference.CreateFromFile(path));
    }

    private sealed class YamlFile(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text, Encoding.UTF8);

        public override string Path { get; } = path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}
