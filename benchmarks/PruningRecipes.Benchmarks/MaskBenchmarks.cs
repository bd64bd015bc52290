using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;

namespace PruningRecipes.Benchmarks;

/// <summary>What one layer's mask costs, within the caches and beyond them.</summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls the cleanup.")]
public class MaskBenchmarks
{
    private NormalWeights _dense = null!;
    private NormalWeights _weights = null!;
    private BitMask _mask = null!;
    private BitMask _other = null!;

    [Params(30_000, 4_194_304)]
    public int Units { get; set; }

    [Params(0.5, 0.9)]
    public double Sparsity { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _dense = new NormalWeights(Units, 1);
        _weights = new NormalWeights(Units, 2);
        _mask = new BitMask(Units);
        _other = new BitMask(Units);
        Selection.Prune([new ScoredLayer("layer", _mask, ScoreView.Magnitude(_dense.View))], (long)(Sparsity * Units));
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _dense.Dispose();
        _weights.Dispose();
        _mask.Dispose();
        _other.Dispose();
    }

    [Benchmark(Baseline = true, Description = "memory copy")]
    public void Copy() => _dense.CopyTo(_weights);

    [Benchmark(Description = "memory copy, then apply")]
    public bool CopyAndApply()
    {
        _dense.CopyTo(_weights);
        return _mask.Apply(_weights.View);
    }

    [Benchmark(Description = "masked copy")]
    public void CopyKept() => _mask.CopyKept(_dense.View, _weights.View);

    [Benchmark(Description = "count")]
    public long Count() => _mask.Kept;

    [Benchmark(Description = "intersect")]
    public void Intersect() => _other.IntersectWith(_mask);

    [Benchmark(Description = "compare")]
    public bool Compare() => _mask.ContentEquals(_other);
}
