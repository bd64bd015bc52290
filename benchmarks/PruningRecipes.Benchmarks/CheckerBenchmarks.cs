using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using PruningRecipes.Language;

namespace PruningRecipes.Benchmarks;

/// <summary>What checking costs: a recipe of 300 lines against a model of 1,000 layers. The budget is 20 ms.</summary>
public class CheckerBenchmarks
{
    private const int Layers = 1000;
    private const int Lines = 300;

    private string _text = null!;
    private ModelShape _model = null!;
    private ParsedRecipe _parsed = null!;

    [GlobalSetup]
    public void Setup()
    {
        _text = Recipe();
        _model = new ModelShape(
            "Benchmarks.Deep",
            Enumerable
                .Range(0, Layers)
                .Select(i => new LayerShape(
                    $"block.{i}.fc",
                    LayerKind.Linear,
                    [Dimension.Known(512), Dimension.Known(256 + i)],
                    LayerFlags.Bias
                ))
                .ToEquatableArray(),
            []
        );
        _parsed = RecipeCompiler.Parse(_text, CancellationToken.None);
        var compiled = (CompiledRecipe)Whole();
        if (compiled.Plan is not { Layers.Count: Layers - 11 } || _text.Count(c => c == '\n') != Lines)
        {
            throw new InvalidOperationException(string.Join("\n", compiled.Findings.Select(finding => finding.Message)));
        }
    }

    [Benchmark(Description = "read, bind, check, plan")]
    public object Whole() =>
        RecipeCompiler.Compile(
            RecipeCompiler.Parse(_text, CancellationToken.None),
            _model,
            CancellationToken.None
        );

    [Benchmark(Description = "check and plan")]
    public object Check() => RecipeCompiler.Compile(_parsed, _model, CancellationToken.None);

    /// <summary>Exceptions, rules for single layers and a pruning loop with ranges; fine-tuning fills the rest.</summary>
    private static string Recipe()
    {
        var text = new StringBuilder(
            """
            recipe: long
            parameters:
              rounds: { type: count, default: 5, range: 1 .. 8 }
              rate: { type: ratio, default: 20%, range: 10% .. 30% }
            layers:
              except: ["block.99*.fc", block.99.fc]
              rules:

            """
        );
        for (int i = 0; i < 100; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    - {{ match: block.{i}.fc.weight, scale: 0.{50 + (i % 40)} }}\n");
        }

        text.Append(
            """
            stages:
              - snapshot: init
              - repeat: $rounds
                stages:
                  - train: { epochs: 10, optimizer: { sgd: { learning-rate: 0.1, momentum: 0.9 } }, schedule: cosine }
                  - prune: { score: magnitude, allocation: layer, remove: $rate }
                  - rewind: init

            """
        );
        for (int line = text.ToString().Count(c => c == '\n'); line < Lines; line += 2)
        {
            text.Append("  - train: { steps: 1000, optimizer: { adam: { learning-rate: 1e-3 } }, schedule: { warmup: 5% } }\n");
            text.Append("  - evaluate: [accuracy, loss, sparsity]\n");
        }

        return text.ToString();
    }
}
