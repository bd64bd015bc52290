namespace PruningRecipes.Language;

/// <summary>Something that is measured.</summary>
/// <param name="Plan">What, with its options.</param>
/// <param name="Parent">The snapshot that it is compared with, if there is one.</param>
internal sealed record BoundMetric(MetricPlan Plan, Located<string>? Parent);

internal static class BoundMetrics
{
    /// <summary>All of them as flags.</summary>
    public static Metric ToFlags(this EquatableArray<BoundMetric> metrics) =>
        metrics.Aggregate(Metric.None, (all, metric) => all | metric.Plan.Metric);

    /// <summary>Those that have options.</summary>
    public static EquatableArray<MetricPlan> WithOptions(this EquatableArray<BoundMetric> metrics) =>
        metrics
            .Select(metric => metric.Plan)
            .Where(plan => MetricTable.Of(plan.Metric).Options is not null)
            .ToEquatableArray();
}
