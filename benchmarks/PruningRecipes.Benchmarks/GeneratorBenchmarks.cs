using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PruningRecipes.Generator;

namespace PruningRecipes.Benchmarks;

/// <summary>What typing costs with the generator loaded, in a project of 20 models of 40 layers and 20 recipes.</summary>
public class GeneratorBenchmarks
{
    private CSharpCompilation _compilation = null!;
    private AdditionalText[] _yaml = null!;
    private GeneratorDriver _driver = null!;
    private int _turn;

    [GlobalSetup]
    public void Setup()
    {
        _compilation = SyntheticProject.Compile();
        _yaml = [SyntheticProject.Yaml(0, "90%"), SyntheticProject.Yaml(0, "80%")];
        _driver = CSharpGeneratorDriver
            .Create(
                [new RecipeGenerator().AsSourceGenerator()],
                [
                    _yaml[0],
                    .. Enumerable.Range(1, SyntheticProject.Models - 1).Select(i => SyntheticProject.Yaml(i, "90%")),
                ],
                new CSharpParseOptions(LanguageVersion.Latest)
            )
            .RunGenerators(_compilation);
        int generated = _driver.GetRunResult().GeneratedTrees.Length;
        if (generated != SyntheticProject.Models)
        {
            throw new InvalidOperationException($"{generated} of {SyntheticProject.Models} recipes were compiled.");
        }
    }

    [Benchmark(Description = "nothing changed")]
    public GeneratorDriver NoOp() => _driver.RunGenerators(_compilation);

    [Benchmark(Description = "one value changed in one YAML file")]
    public GeneratorDriver YamlEdit()
    {
        _turn++;
        AdditionalText present = _yaml[(_turn + 1) % 2];
        return _driver = _driver.ReplaceAdditionalText(present, _yaml[_turn % 2]).RunGenerators(_compilation);
    }

    /// <summary>A new compilation each time, as in an editor: its symbols are bound anew.</summary>
    [Benchmark(Description = "a keystroke in an unrelated file")]
    public GeneratorDriver Keystroke() =>
        _driver = _driver.RunGenerators(SyntheticProject.TypeInUnrelatedFile(_compilation, ++_turn));

    [Benchmark(Description = "everything, the first time, with parsing")]
    public GeneratorDriver FirstRun() =>
        CSharpGeneratorDriver
            .Create(
                [new RecipeGenerator().AsSourceGenerator()],
                Enumerable.Range(0, SyntheticProject.Models).Select(i => SyntheticProject.Yaml(i, "90%")),
                new CSharpParseOptions(LanguageVersion.Latest)
            )
            .RunGenerators(SyntheticProject.Compile());
}
