namespace PruningRecipes.Language;

/// <summary>What is pruned, by what, and how much: the same for a stage and for an action of training.</summary>
/// <param name="Score">How saliency is measured; where none is written, at the word that prunes.</param>
/// <param name="Grain">What is pruned as a whole; where none is written, at the word that prunes.</param>
/// <param name="Allocation">How the amount is divided.</param>
/// <param name="AmountKind">What the amount stands for.</param>
/// <param name="Amount">How much, at the end; with <c>N of M</c>, what that implies.</param>
/// <param name="Protection">What of each layer is never pruned.</param>
/// <param name="Rounds">How often it is scored and pruned within the stage.</param>
/// <param name="Curve">How the amount grows on the way.</param>
/// <param name="Recovers">Whether what is pruned may return between the rounds.</param>
/// <param name="Data">The data that the score sees; null for one that needs none.</param>
/// <param name="Temperature">What the outputs are divided by.</param>
/// <param name="Snapshot">The snapshot that the score compares with; null for one that needs none.</param>
/// <param name="IsSameSign">Whether weights whose sign differs from the snapshot's are pruned first.</param>
internal sealed record BoundPruning(
    Located<ScoreInfo> Score,
    Located<GrainSpec> Grain,
    Allocation Allocation,
    AmountKind AmountKind,
    Located<Operand>? Amount,
    Protection Protection,
    Operand Rounds,
    Curve Curve,
    bool Recovers,
    DataPlan? Data,
    Operand Temperature,
    Located<string>? Snapshot,
    bool IsSameSign
)
{
    /// <summary>Whether the grain is the stage's own, which no layer rule changes.</summary>
    public bool HasOwnGrain { get; init; }

    /// <summary>What a stage prunes that has neither a score nor a grain to choose: an amount of each layer.</summary>
    public static BoundPruning OfEachLayer(
        Located<ScoreInfo> score,
        Located<GrainSpec> grain,
        AmountKind kind,
        Located<Operand>? amount
    ) =>
        new(
            score,
            grain,
            Allocation.Layer,
            kind,
            amount,
            Protection.Default,
            Rounds: Operand.Of(1),
            Curve.Exponential,
            Recovers: false,
            Data: null,
            Temperature: Operand.Of(1),
            Snapshot: null,
            IsSameSign: false
        )
        {
            HasOwnGrain = true,
        };
}
