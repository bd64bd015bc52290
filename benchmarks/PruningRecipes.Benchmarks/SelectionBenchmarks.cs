using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;

namespace PruningRecipes.Benchmarks;

/// <summary>What ranking one layer costs.</summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls the cleanup.")]
public class SelectionBenchmarks
{
    private NormalWeights _weights = null!;
    private BitMask _mask = null!;
    private BitMask _before = null!;

    [Params(30_000, 4_194_304)]
    public int Units { get; set; }

    [Params(1, 2)]
    public int MostThreads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Threads.Most = MostThreads;
        _weights = new NormalWeights(Units, 1);
        _mask = new BitMask(Units);
        _before = new BitMask(Units);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _weights.Dispose();
        _mask.Dispose();
        _before.Dispose();
    }

    [Benchmark(Description = "90% of all by magnitude")]
    public void Magnitude() => Prune(ScoreView.Magnitude(_weights.View));

    [Benchmark(Description = "90% of all by a stored score")]
    public void Value() => Prune(ScoreView.Of(_weights.View));

    [Benchmark(Description = "90% of all at random")]
    public void Random() => Prune(ScoreView.Uniform(new RandomSource(3)));

    private void Prune(ScoreView scores)
    {
        _mask.CopyFrom(_before);
        Selection.Prune([new ScoredLayer("layer", _mask, scores)], Units / 10 * 9);
    }
}
