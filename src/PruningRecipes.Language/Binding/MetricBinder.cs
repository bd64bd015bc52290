using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>Binds <c>metrics</c>.</summary>
internal static class MetricBinder
{
    private static readonly EquatableArray<Operand> s_noise = Enumerable
        .Range(0, 15)
        .Select(step => Operand.Of(step * 0.05m))
        .ToEquatableArray();

    public static EquatableArray<BoundMetric> Bind(BindingContext context, Fields evaluate)
    {
        var metrics = ImmutableArray.CreateBuilder<BoundMetric>();
        foreach ((WordInfo word, ScalarNode key, MappingNode value) in evaluate.Choices("metrics"))
        {
            if (!Words.TryParse(word.Text, out Metric metric))
            {
                continue;
            }

            if (metrics.Any(other => other.Plan.Metric == metric))
            {
                context.Report(Rules.DuplicateKey, key.Span, word.Text);
                continue;
            }

            metrics.Add(
                word.Mapping is { } options
                    ? Bind(context, metric, Fields.Open(context, value, options, key.Span))
                    : new BoundMetric(new MetricPlan(metric), null)
            );
        }

        return new EquatableArray<BoundMetric>(metrics.ToImmutable());
    }

    private static BoundMetric Bind(BindingContext context, Metric metric, Fields options)
    {
        bool isWithoutNoise = metric == Metric.Distance && !options.Has("epsilon");
        context.ReportIdle(options, "draws", isWithoutNoise, "without 'epsilon' nothing is drawn");
        Located<string>? parent = MetricTable.Of(metric).Needs.HasFlag(MetricNeeds.Parent)
            ? options.Name("parent")
            : null;
        var plan = new MetricPlan(metric) { Parent = parent?.Value, Batches = options.Operand("batches")?.Value };
        plan = metric switch
        {
            Metric.Isometry => plan with { Batches = plan.Batches ?? Operand.Of(10) },
            Metric.Noise => plan with { Epsilons = Epsilons(options, s_noise), Draws = Draws(options) },
            Metric.Distance => plan with { Epsilons = Epsilons(options, [Operand.Of(0)]), Draws = Draws(options) },
            Metric.Corruptions => plan with
            {
                Corruptions = Or(
                    options.WordsOf("kinds").ToEquatableArray(),
                    MetricTable.Corruptions.SupportedWords.ToEquatableArray()
                ),
                Severities = Or(options.Operands("severity"), [Operand.Of(3)]),
            },
            Metric.Potential => plan with { Gate = options.Operand("gate")?.Value ?? Operand.Of(0.005m) },
            Metric.Latency => plan with
            {
                BatchSize = options.Operand("batch")?.Value ?? Operand.Of(1),
                Runs = options.Operand("runs")?.Value ?? Operand.Of(100),
            },
            _ => plan,
        };
        return new BoundMetric(plan, parent);
    }

    private static EquatableArray<Operand> Epsilons(Fields options, EquatableArray<Operand> otherwise) =>
        Or(options.Operands("epsilon"), otherwise);

    private static Operand Draws(Fields options) => options.Operand("draws")?.Value ?? Operand.Of(100);

    private static EquatableArray<T> Or<T>(EquatableArray<T> written, EquatableArray<T> otherwise)
        where T : IEquatable<T> => written.Count > 0 ? written : otherwise;
}
