namespace PruningRecipes.Language;

/// <summary>
/// The keys of the stages that repair, unify, search, fit, resample and shrink. The stages as a whole are not run yet:
/// their keys are not said to be so again. What they share with other stages is passed in, as the tables of
/// <see cref="Grammar"/> are made in order.
/// </summary>
internal static class MethodKeys
{
    private static readonly NumberRange s_atLeastOne = new(1, int.MaxValue);
    private static readonly NumberRange s_share = new(0, 1, IsMaximumExcluded: true);
    private static readonly NumberRange s_keptShare = new(0, 1, IsMinimumExcluded: true);
    private static readonly NumberRange s_notNegative = new(0);
    private static readonly NumberRange s_positive = new(0, IsMinimumExcluded: true);

    public static MappingInfo Recover(MappingInfo data) =>
        new(
            "a recovery",
            [
                Kind("recover", "How it is repaired."),
                new(
                    "gain",
                    ValueForm.Number,
                    "The factor on the orthogonal matrix, such as 1.414 before ReLU; 1 without it."
                )
                {
                    Range = s_positive,
                },
                new("data", ValueForm.Mapping, "The data that is measured on.") { Mapping = data },
                new("snapshot", ValueForm.Name, "The snapshot whose weights give the outputs to fit."),
                new(
                    "damping",
                    ValueForm.Number,
                    "The share of its mean that is added to the diagonal of the normal equations; 0.01 without it."
                )
                {
                    Range = s_notNegative,
                },
            ]
        );

    public static MappingInfo Unify() =>
        new(
            "a unification",
            [
                new("block", ValueForm.Block, "Rows and columns of the blocks, such as 4x4.") { IsRequired = true },
                new("unified", ValueForm.Ratio, "The share of each layer's blocks that get one magnitude each.")
                {
                    IsRequired = true,
                    Range = new NumberRange(0, 1),
                },
                new(
                    "pruned",
                    ValueForm.Ratio,
                    "The share of each layer's blocks that are zero afterwards; no more than before without it."
                )
                {
                    Range = s_share,
                },
            ]
        );

    public static MappingInfo Search(MappingInfo train) =>
        new(
            "a search",
            [
                Kind("search", "How the masks are learned."),
                new("keep", ValueForm.Ratio, "The share to keep of all weights; edge-popup needs it.")
                {
                    Range = s_keptShare,
                },
                .. train.Keys.Where(key => key.Name != "during").Select(OfScores),
                new("rescale", ValueForm.Boolean, "Whether the kept weights are scaled up for those that are missing."),
                new("thaw", ValueForm.Boolean, "Whether what trains after it may move the weights; false without it."),
            ]
        )
        {
            Exclusive = train.Exclusive,
        };

    public static MappingInfo Fit(MappingInfo data) =>
        new(
            "a fit",
            [
                Kind("fit", "What is solved."),
                new(
                    "regularization",
                    ValueForm.Number,
                    "What is added to the diagonal of the normal equations; 0.3 without it."
                )
                {
                    Range = s_positive,
                },
                new("epochs", ValueForm.Count, "How often all layers are solved in turn; 50 without it.")
                {
                    Range = s_atLeastOne,
                },
                new("iterations", ValueForm.Count, "How often the decision layer is solved in an epoch; 5 without it.")
                {
                    Range = s_atLeastOne,
                },
                new(
                    "active",
                    ValueForm.Ratio,
                    "The share of the examples that the decision layer sees; 90% without it."
                )
                {
                    Range = s_keptShare,
                },
                new("data", ValueForm.Mapping, "The data that it sees; all training data without it.")
                {
                    Mapping = data,
                },
            ]
        );

    public static MappingInfo Ensemble(MappingInfo data, WordList optimizers) =>
        new(
            "an ensemble",
            [
                new("members", ValueForm.Count, "How many members are drawn.")
                {
                    IsRequired = true,
                    Range = s_atLeastOne,
                },
                new("collect", ValueForm.Span, "How long the training goes on while the distribution is measured.")
                {
                    IsRequired = true,
                },
                new(
                    "scale",
                    ValueForm.Number,
                    "The factor on the standard deviations, 0 for the mean network; 1 without it."
                )
                {
                    Range = s_notNegative,
                },
                new(
                    "optimizer",
                    ValueForm.Word,
                    "Who moves the weights meanwhile; without it, who did in the training before."
                )
                {
                    Words = optimizers,
                },
                new(
                    "data",
                    ValueForm.Mapping,
                    "The data on which each member's batch norms are measured; those of the mean without it."
                )
                {
                    Mapping = data,
                },
            ]
        );

    public static MappingInfo Shrink() => new("a shrink", []);

    private static KeyInfo Kind(string stage, string documentation) =>
        new("kind", ValueForm.Word, documentation) { IsRequired = true, Words = MethodTable.KindsOf(stage) };

    private static KeyInfo OfScores(KeyInfo key) =>
        key.Name == "optimizer"
            ? key with
            {
                Documentation = "Who moves the scores, such as { sgd: { learning-rate: 0.1 } }.",
            }
            : key;
}
