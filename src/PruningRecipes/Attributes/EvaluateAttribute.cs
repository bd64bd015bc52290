namespace PruningRecipes;

/// <summary>Measures the model.</summary>
/// <param name="metrics">What is measured.</param>
public sealed class EvaluateAttribute(Metric metrics) : StageAttribute
{
    /// <summary>What is measured.</summary>
    public Metric Metrics { get; } = metrics;

    /// <summary>The name under which the figures appear in the result.</summary>
    public string? Name { get; set; }

    /// <summary>During training: the distance of two measurements, such as <c>"5 epochs"</c>.</summary>
    public string? Every { get; set; }
}
