using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>What a metric needs besides the weights and masks as they are.</summary>
[Flags]
internal enum MetricNeeds
{
    None = 0,

    /// <summary>The held-out data.</summary>
    Data = 1,

    /// <summary>Gradients of the outputs.</summary>
    Gradients = 2,

    /// <summary>The shape of an input.</summary>
    InputShape = 4,

    /// <summary>Inputs that are images: channels, height and width.</summary>
    Images = 8,

    /// <summary>A snapshot of the network that it is compared with.</summary>
    Parent = 16,
}

/// <summary>A metric: what recipes call it, what it needs and what can be said about it.</summary>
/// <param name="Metric">Which.</param>
/// <param name="Needs">What it needs.</param>
/// <param name="Documentation">What it is, in a line.</param>
/// <param name="Paper">Where it is from; null for what is older than any paper.</param>
internal sealed record MetricInfo(Metric Metric, MetricNeeds Needs, string Documentation, string? Paper)
{
    /// <summary>Whether the runtime of this version measures it.</summary>
    public bool IsRunnable { get; init; }

    /// <summary>The keys of its options; null for a metric without any.</summary>
    public MappingInfo? Options { get; init; }

    public string Word => Words.Of(Metric);
}

/// <summary>All metrics: the one table that the checker, the reference and completion read.</summary>
internal static class MetricTable
{
    private static readonly NumberRange s_atLeastOne = new(1, int.MaxValue);

    private static readonly KeyInfo s_batches = new(
        "batches",
        ValueForm.Count,
        "How many batches of the held-out data; all without it."
    )
    {
        Range = s_atLeastOne,
    };

    private static readonly KeyInfo s_parent = new(
        "parent",
        ValueForm.Name,
        "The snapshot of the network that is compared with."
    )
    {
        IsRequired = true,
    };

    private static readonly KeyInfo s_epsilon = new(
        "epsilon",
        ValueForm.Numbers,
        "The greatest noise on each input, such as [0.1, 0.3]."
    )
    {
        Range = new NumberRange(0),
    };

    private static readonly KeyInfo s_draws = new(
        "draws",
        ValueForm.Count,
        "How often noise is drawn for each input; 100 without it."
    )
    {
        Range = s_atLeastOne,
    };

    public static readonly WordList Corruptions = new(
        "kind of corruption",
        [
            new("brightness", "Brighter."),
            new("contrast", "Less contrast."),
            new("defocus-blur", "Out of focus."),
            new("elastic", "Stretched in places."),
            new("fog", "Fog."),
            new("frost", "Frost."),
            new("gaussian-blur", "Gaussian blur."),
            new("gaussian-noise", "Gaussian noise."),
            new("glass-blur", "As through frosted glass."),
            new("impulse-noise", "Single pixels black or white."),
            new("jpeg", "Compressed by JPEG."),
            new("motion-blur", "Moved."),
            new("pixelate", "Fewer pixels."),
            new("saturate", "Other saturation."),
            new("shot-noise", "Poisson noise."),
            new("snow", "Snow."),
            new("spatter", "Spattered."),
            new("speckle-noise", "Noise in proportion to the value."),
            new("zoom-blur", "Zoomed."),
        ]
    );

    public static readonly MappingInfo Isometry = new(
        "isometry",
        [s_batches with { Documentation = "How many batches of the held-out data; 10 without it." }]
    );

    public static readonly MappingInfo Noise = new(
        "noise",
        [
            s_epsilon with
            {
                Documentation = "The greatest noise on each input; from 0 to 0.7 in steps of 0.05 without it.",
            },
            s_draws,
            s_batches,
        ]
    );

    public static readonly MappingInfo CorruptionOptions = new(
        "corruptions",
        [
            new("kinds", ValueForm.Words, "Which corruptions; all without it.") { Words = Corruptions },
            new("severity", ValueForm.Counts, "How strong, from 1 to 5; [3] without it.")
            {
                Range = new NumberRange(1, 5),
            },
            s_batches,
        ]
    );

    public static readonly MappingInfo Potential = new(
        "a prune potential",
        [
            s_parent,
            new("gate", ValueForm.Ratio, "By how much the error may be above that of the parent; 0.5% without it.")
            {
                Range = new NumberRange(0, 1, IsMaximumExcluded: true),
            },
            s_batches,
        ]
    );

    public static readonly MappingInfo Distance = new(
        "a function distance",
        [
            s_parent,
            s_epsilon with
            {
                Documentation = "The greatest noise on each input, the same for both networks; [0] without it.",
            },
            s_draws,
            s_batches,
        ]
    );

    public static readonly MappingInfo Latency = new(
        "latency",
        [
            new("batch", ValueForm.Count, "How many inputs are passed at once; 1 without it.") { Range = s_atLeastOne },
            new("runs", ValueForm.Count, "How many passes the median is taken of; 100 without it.")
            {
                Range = s_atLeastOne,
            },
        ]
    );

    /// <summary>All metrics, in the order of the enum.</summary>
    public static readonly ImmutableArray<MetricInfo> All =
    [
        new(Metric.Accuracy, MetricNeeds.Data, "The share of right answers on the held-out data.", null)
        {
            IsRunnable = true,
        },
        new(Metric.Loss, MetricNeeds.Data, "The mean loss on the held-out data.", null) { IsRunnable = true },
        new(Metric.Sparsity, MetricNeeds.None, "The share of pruned weights, in all and per layer.", null)
        {
            IsRunnable = true,
        },
        new(Metric.Flops, MetricNeeds.InputShape, "Multiplications and additions of a forward pass.", null)
        {
            IsRunnable = true,
        },
        new(
            Metric.Isometry,
            MetricNeeds.Data | MetricNeeds.Gradients,
            "The mean singular value of the Jacobian of the outputs by the inputs.",
            "Wang et al., 2021"
        )
        {
            Options = Isometry,
        },
        new(
            Metric.Noise,
            MetricNeeds.Data,
            "The accuracy under uniform noise on the inputs.",
            "Liebenwein et al., MLSys 2021"
        )
        {
            Options = Noise,
        },
        new(
            Metric.Corruptions,
            MetricNeeds.Data | MetricNeeds.Images,
            "The accuracy on corrupted images.",
            "Hendrycks and Dietterich, ICLR 2019"
        )
        {
            Options = CorruptionOptions,
        },
        new(
            Metric.Potential,
            MetricNeeds.Data | MetricNeeds.Parent,
            "The greatest sparsity so far at which the error stays near that of the parent.",
            "Liebenwein et al., MLSys 2021"
        )
        {
            Options = Potential,
        },
        new(
            Metric.Distance,
            MetricNeeds.Data | MetricNeeds.Parent,
            "How often the parent says the same, and how far the outputs are apart.",
            "Liebenwein et al., MLSys 2021"
        )
        {
            Options = Distance,
        },
        new(Metric.Latency, MetricNeeds.InputShape, "The median time of a forward pass.", null) { Options = Latency },
    ];

    public static MetricInfo Of(Metric metric) => All.First(info => info.Metric == metric);
}
