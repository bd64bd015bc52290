using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>The keys of what happens while a stage trains.</summary>
internal static class Actions
{
    private static readonly KeyInfo s_every = new("every", ValueForm.Span, "The distance of two updates.")
    {
        IsRequired = true,
    };

    private static readonly KeyInfo s_from = new("from", ValueForm.Span, "Where it begins; at the start without it.");

    private static readonly KeyInfo s_until = new(
        "until",
        ValueForm.Span,
        "Where the last update is, whatever `every` is; at the end without it."
    );

    private static readonly ImmutableArray<string> s_keysOfStagesAlone =
    [
        "remove",
        "compression",
        "count",
        "flops",
        "rounds",
        "curve",
        "recover",
    ];

    private static readonly ImmutableArray<string> s_keysOfProjections =
    [
        "grain",
        "allocation",
        "sparsity",
        "keep",
        "compression",
        "protect",
    ];

    private static readonly ImmutableArray<string> s_keysOfMasks =
    [
        "grain",
        "allocation",
        "sparsity",
        "keep",
        "curve",
        "protect",
    ];

    public static readonly WordList Drops = new(
        "way to drop",
        [
            new("magnitude", "The smallest weights."),
            new(
                "magnitude-by-sign",
                "The smallest of the positive and of the negative weights, the same share of each (SET: Mocanu et al., 2018)."
            ),
            new(
                "sign-flip",
                "Those whose sign a step has changed, however many they are (DeepR: Bellec et al., ICLR 2018)."
            ),
        ]
    );

    public static readonly WordList Starts = new(
        "start",
        [
            new("zero", "At zero: the outputs of the network stay."),
            new("random", "At a random number (SET: Mocanu et al., 2018)."),
        ]
    );

    public static readonly WordList Grows = new(
        "way to grow",
        [
            new("random", "Anywhere (SET: Mocanu et al., 2018)."),
            new("gradient", "Where the gradient is greatest (RigL: Evci et al., ICML 2020)."),
            new("momentum", "Where the momentum is greatest (SNFS: Dettmers and Zettlemoyer, 2019)."),
        ]
    );

    public static readonly WordList Decays = new(
        "decay",
        [
            new("constant", "The fraction stays."),
            new("cosine", "The fraction falls along half a cosine to zero."),
            new("linear", "The fraction falls along a line to zero."),
        ]
    );

    public static readonly WordList Penalties = new(
        "kind of regularization",
        [
            new("growing-l2", "An l2 penalty that grows on what is to be pruned (GReg: Wang et al., ICLR 2021)."),
            new("slimming", "An l1 penalty on the scales of batch norms (Liu et al., ICCV 2017)."),
            new(
                "decorrelate",
                "A growing penalty on the correlation of kept and pruned filters (TPP: Wang and Fu, ICLR 2023)."
            ),
        ]
    );

    public static readonly MappingInfo Prune = new(
        "a prune action",
        [
            .. Grammar
                .Prune.Keys.Where(key => !s_keysOfStagesAlone.Contains(key.Name))
                .Select(key => key with { Form = key.Name is "sparsity" or "keep" ? ValueForm.RatioOrRamp : key.Form }),
            new(
                "soft",
                ValueForm.Boolean,
                "Whether what is pruned goes on training, until the last update; false without it."
            ),
            new("curve", ValueForm.Word, "How the amount grows; cubic without it.") { Words = WordLists.Curves },
            s_every,
            s_from,
            s_until,
        ]
    )
    {
        Exclusive = new ExclusiveKeys(["sparsity", "keep"], "grain", "N of M"),
    };

    public static readonly MappingInfo Projection = new(
        "a prune projection",
        [
            .. Grammar
                .Prune.Keys.Where(key => s_keysOfProjections.Contains(key.Name))
                .Select(key => key with { IsRunnable = true }),
        ]
    )
    {
        Exclusive = new ExclusiveKeys(["sparsity", "keep", "compression"], "grain", "N of M"),
    };

    public static readonly WordList Constraints = new(
        "constraint",
        [
            new("prune", "Weights of which the least in magnitude are zero.") { Mapping = Projection },
            new("unify", "Blocks of one magnitude each (Lin et al., 2021).") { Mapping = Grammar.Unify },
        ]
    );

    public static readonly MappingInfo Constrain = new(
        "a constrain action",
        [
            new("to", ValueForm.Word, "The set that the weights are pulled to, such as { prune: { sparsity: 90% } }.")
            {
                IsRequired = true,
                Words = Constraints,
            },
            new("rho", ValueForm.Growth, "The strength of the pull; a ramp grows by the same factor at each update.")
            {
                IsRequired = true,
                Range = new NumberRange(0, IsMinimumExcluded: true),
            },
            s_every,
            s_from,
            s_until,
        ]
    );

    public static readonly WordList MaskScores = new(
        "score of a mask that is trained through",
        [.. WordLists.Scores.Words.Where(word => word.Text is "magnitude" or "movement")]
    );

    public static readonly MappingInfo StraightThrough = new(
        "a straight-through action",
        [
            new("score", ValueForm.Word, "By what the mask is chosen; magnitude without it.") { Words = MaskScores },
            .. Prune
                .Keys.Where(key => s_keysOfMasks.Contains(key.Name))
                .Select(key => key.Form == ValueForm.RatioOrRamp ? key with { Form = ValueForm.Ramp } : key),
            new("decay", ValueForm.Number, "How much masked weights decay in each step; 0 without it.")
            {
                Range = new NumberRange(0),
            },
            new("learning-rate", ValueForm.Number, "That of the scores of movement; 0.01 without it.")
            {
                Range = new NumberRange(0, IsMinimumExcluded: true),
            },
            s_every with
            {
                IsRequired = false,
                Documentation = "The distance of two choices of the mask; every step without it.",
            },
            s_from,
            s_until,
        ]
    )
    {
        Exclusive = Prune.Exclusive,
    };

    public static readonly MappingInfo Rewire = new(
        "a rewire action",
        [
            new("drop", ValueForm.Word, "What is pruned; magnitude without it.") { Words = Drops },
            new("grow", ValueForm.Word, "What returns instead.") { IsRequired = true, Words = Grows },
            new("fraction", ValueForm.Ratio, "The share of the kept weights that is exchanged at first.")
            {
                Range = new NumberRange(0, 1, IsMinimumExcluded: true, IsMaximumExcluded: true),
            },
            new("decay", ValueForm.Word, "How the fraction falls; constant without it.") { Words = Decays },
            new("start", ValueForm.Word, "Where they start; at zero without it.") { Words = Starts },
            new(
                "deviation",
                ValueForm.Number,
                "The standard deviation of random starts; those of the layer's default initial distribution without it."
            )
            {
                Range = new NumberRange(0, IsMinimumExcluded: true),
            },
            new("l1", ValueForm.Number, "The strength of an l1 penalty under `sign-flip`; 0 without it.")
            {
                Range = new NumberRange(0),
            },
            new(
                "noise",
                ValueForm.Number,
                "The standard deviation of noise on gradients under `sign-flip`; 0 without it."
            )
            {
                Range = new NumberRange(0),
            },
            s_every,
            s_from,
            s_until,
        ]
    );

    public static readonly MappingInfo Regularize = new(
        "a regularize action",
        [
            new("kind", ValueForm.Word, "Which penalty.") { IsRequired = true, Words = Penalties },
            new("strength", ValueForm.Number, "The factor of the penalty, at its end where it grows.")
            {
                IsRequired = true,
                Range = new NumberRange(0, IsMinimumExcluded: true),
            },
            s_from,
            s_until,
        ]
    );

    public static readonly MappingInfo Snapshot = new(
        "a snapshot action",
        [
            .. Grammar.Snapshot.Keys,
            new("at", ValueForm.Span, "Where in the training it is saved.") { IsRequired = true },
        ]
    );

    public static readonly MappingInfo Evaluate = new("an evaluate action", [.. Grammar.Evaluate.Keys, s_every]);

    public static readonly WordList All = new(
        "action",
        [
            new("prune", "Prunes along a ramp (Zhu and Gupta, 2017).") { Mapping = Prune },
            new("rewire", "Exchanges pruned weights for others, the sparsity staying as it is.") { Mapping = Rewire },
            new("regularize", "Adds a penalty to the loss.") { Mapping = Regularize },
            new("constrain", "Pulls the weights to a set by multipliers (ADMM: Zhang et al., ECCV 2018).")
            {
                Mapping = Constrain,
            },
            new("straight-through", "Trains all weights through a mask (SR-STE: Zhou et al., ICLR 2021).")
            {
                Mapping = StraightThrough,
            },
            new("snapshot", "Copies the state under a name.") { Mapping = Snapshot },
            new("evaluate", "Measures the model.") { Mapping = Evaluate },
        ]
    );
}
