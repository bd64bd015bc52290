namespace PruningRecipes.Language;

/// <summary>What a stage asks of a layer, or of all of them.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="Run">How often the stage has run with this time; 0 at the start of a ramp, which may well be nothing.</param>
/// <param name="Span">Where the amount is written.</param>
/// <param name="Kind">What the amount stands for.</param>
/// <param name="Asked">The amounts, from the one that prunes least to the one that prunes most.</param>
/// <param name="Scale">The factor of the layer's rule.</param>
/// <param name="IsOwn">Whether it is a target of the layer's own, beyond which the layer just stays as it is.</param>
/// <param name="Pruning">The stage or action that asks.</param>
internal readonly record struct Demand(
    int Stage,
    int Run,
    SourceSpan Span,
    AmountKind Kind,
    Interval Asked,
    decimal Scale,
    bool IsOwn,
    BoundPruning Pruning
)
{
    public string Units => Pruning.Grain.Value.Units;

    public decimal TargetShare => Amount.TargetSparsity(Kind, Asked.Minimum) * Scale;

    /// <summary>How many units are pruned afterwards, if nothing is in the way.</summary>
    public CountRange After(long units, CountRange pruned) =>
        new(
            pruned.Minimum + Amount.ToPrune(Kind, Asked.Minimum, Scale, units, pruned.Minimum),
            pruned.Maximum + Amount.ToPrune(Kind, Asked.Maximum, Scale, units, pruned.Maximum)
        );
}
