using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>A kind of a stage, or a stage that has one: what it needs, and which keys of the stage it takes.</summary>
/// <param name="Stage">The stage's word.</param>
/// <param name="Word">The kind's word; null for a stage that is of one kind.</param>
/// <param name="Needs">What it needs besides the weights and masks as they are.</param>
/// <param name="Keys">The keys of the stage that only some kinds take, and this one does.</param>
/// <param name="Documentation">What it does, in a line.</param>
/// <param name="Paper">Where it is from; null for what is older than any paper.</param>
internal sealed record MethodInfo(
    string Stage,
    string? Word,
    ScoreNeeds Needs,
    ImmutableArray<string> Keys,
    string Documentation,
    string? Paper
)
{
    public string Name => Word is null ? $"'{Stage}'" : $"'{Stage}: {Word}'";

    public bool NeedsData => (Needs & (ScoreNeeds.Data | ScoreNeeds.Calibration)) != 0;
}

/// <summary>The methods behind the stages that repair, search, fit and resample: the one table that the binder, the checker and the reference read.</summary>
internal static class MethodTable
{
    private const ScoreNeeds Gradients = ScoreNeeds.Data | ScoreNeeds.Gradients;

    public static readonly ImmutableArray<MethodInfo> All =
    [
        new(
            "recover",
            "orthogonal",
            ScoreNeeds.None,
            ["gain"],
            "The kept weights of each layer, as a matrix, become their orthogonal factor.",
            "Wang et al., 2021"
        ),
        new(
            "recover",
            "least-squares",
            ScoreNeeds.Calibration | ScoreNeeds.Snapshot,
            ["data", "snapshot", "damping"],
            "The kept weights are fitted to the outputs that the snapshot's weights give.",
            "Luo et al., ICCV 2017"
        ),
        new(
            "recover",
            "batchnorm",
            ScoreNeeds.Calibration,
            ["data"],
            "The running statistics of batch norms are measured anew.",
            null
        ),
        new("unify", null, ScoreNeeds.None, [], "One magnitude per block, signs kept.", "Lin et al., 2021"),
        new(
            "search",
            "edge-popup",
            Gradients,
            ["keep"],
            "Keeps the weights with the highest learned scores of each layer.",
            "Ramanujan et al., CVPR 2020"
        ),
        new(
            "search",
            "supermask",
            Gradients,
            ["keep"],
            "Keeps each weight with a learned probability.",
            "Zhou et al., NeurIPS 2019"
        ),
        new(
            "fit",
            "manifold",
            ScoreNeeds.Data,
            ["epochs", "iterations", "active"],
            "Ridge regressions, and a decision layer on a flexible Stiefel manifold.",
            "Zhang et al., TPAMI 2023"
        ),
        new("fit", "ridge", ScoreNeeds.Data, [], "A ridge regression for each layer.", null),
        new(
            "ensemble",
            null,
            ScoreNeeds.Data | ScoreNeeds.Training,
            [],
            "Members drawn from the late-training distribution of each parameter.",
            "Liu et al., 2018"
        ),
        new("shrink", null, ScoreNeeds.None, [], "Removes pruned structures physically.", null),
    ];

    public static MethodInfo Of(string stage, string? word = null) =>
        All.Single(method => method.Stage == stage && method.Word == word);

    /// <summary>The kinds of a stage, as words.</summary>
    public static WordList KindsOf(string stage) =>
        new(
            $"kind of {stage}",
            [
                .. All.Where(method => method.Stage == stage)
                    .Select(method => new WordInfo(
                        method.Word!,
                        method.Paper is null
                            ? method.Documentation
                            : $"{method.Documentation.TrimEnd('.')} ({method.Paper})."
                    )),
            ]
        );
}
