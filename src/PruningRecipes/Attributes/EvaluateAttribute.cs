namespace PruningRecipes;

/// <summary>
/// Measures the model. What a metric can be told is named after it: <c>NoiseDraws</c> for <c>draws</c> of <c>noise</c>.
/// Whole numbers and shares may be parameters.
/// </summary>
/// <param name="metrics">What is measured.</param>
public sealed class EvaluateAttribute(Metric metrics) : StageAttribute
{
    /// <summary>What is measured.</summary>
    public Metric Metrics { get; } = metrics;

    /// <summary>The name under which the figures appear in the result.</summary>
    public string? Name { get; set; }

    /// <summary>For <see cref="Metric.Isometry"/>: how many batches of the held-out data; 10 where it is not set.</summary>
    public object? IsometryBatches { get; set; }

    /// <summary>
    /// For <see cref="Metric.Noise"/>: the greatest noise on each input, one figure for each; from 0 to 0.7 in steps of 0.05
    /// where it is not set.
    /// </summary>
    public object[]? NoiseEpsilon { get; set; }

    /// <summary>For <see cref="Metric.Noise"/>: how often noise is drawn for each input; 100 where it is not set.</summary>
    public object? NoiseDraws { get; set; }

    /// <summary>For <see cref="Metric.Noise"/>: how many batches of the held-out data; all where it is not set.</summary>
    public object? NoiseBatches { get; set; }

    /// <summary>
    /// For <see cref="Metric.Corruptions"/>: which, such as <c>"fog"</c> and <c>"jpeg"</c>; all where it is not set.
    /// </summary>
    public string[]? CorruptionsKinds { get; set; }

    /// <summary>For <see cref="Metric.Corruptions"/>: how strong, from 1 to 5; 3 where it is not set.</summary>
    public object[]? CorruptionsSeverity { get; set; }

    /// <summary>For <see cref="Metric.Corruptions"/>: how many batches of the held-out data; all where it is not set.</summary>
    public object? CorruptionsBatches { get; set; }

    /// <summary>For <see cref="Metric.Potential"/>, where it must be set: the snapshot of the network that is compared with.</summary>
    public string? PotentialParent { get; set; }

    /// <summary>
    /// For <see cref="Metric.Potential"/>: by how much the error may be above that of the parent; 0.5% where it is not set.
    /// </summary>
    public object? PotentialGate { get; set; }

    /// <summary>For <see cref="Metric.Potential"/>: how many batches of the held-out data; all where it is not set.</summary>
    public object? PotentialBatches { get; set; }

    /// <summary>For <see cref="Metric.Distance"/>, where it must be set: the snapshot of the network that is compared with.</summary>
    public string? DistanceParent { get; set; }

    /// <summary>
    /// For <see cref="Metric.Distance"/>: the greatest noise on each input, one figure for each; 0 where it is not set.
    /// </summary>
    public object[]? DistanceEpsilon { get; set; }

    /// <summary>For <see cref="Metric.Distance"/>: how often noise is drawn for each input; 100 where it is not set.</summary>
    public object? DistanceDraws { get; set; }

    /// <summary>For <see cref="Metric.Distance"/>: how many batches of the held-out data; all where it is not set.</summary>
    public object? DistanceBatches { get; set; }

    /// <summary>For <see cref="Metric.Latency"/>: how many inputs are passed at once; 1 where it is not set.</summary>
    public object? LatencyBatch { get; set; }

    /// <summary>For <see cref="Metric.Latency"/>: how many passes the median is taken of; 100 where it is not set.</summary>
    public object? LatencyRuns { get; set; }

    /// <summary>During training: the distance of two measurements, such as <c>"5 epochs"</c>.</summary>
    public string? Every { get; set; }
}
