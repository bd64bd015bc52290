namespace PruningRecipes.Language;

/// <summary>Repairs what pruning damaged, without training.</summary>
/// <param name="Number">The stage's number.</param>
/// <param name="Word">The key that names it.</param>
/// <param name="Method">How.</param>
/// <param name="Gain">The factor on an orthogonal matrix.</param>
/// <param name="Data">What is measured on; null for a kind that sees no data.</param>
/// <param name="Snapshot">The snapshot whose outputs are fitted; null for a kind that fits none.</param>
/// <param name="Damping">The share of its mean that is added to the diagonal of the normal equations.</param>
internal sealed record BoundRecover(
    int Number,
    Located<string> Word,
    Located<MethodInfo>? Method,
    Located<Operand> Gain,
    DataPlan? Data,
    Located<string>? Snapshot,
    Operand Damping
) : BoundStage(Number, Word)
{
    public RecoverKind Kind => Method.KindOf<RecoverKind>();
}

/// <summary>Binds a recover stage: what its kind needs is there.</summary>
internal static class RecoverBinder
{
    public static BoundRecover Bind(BindingContext context, int number, Located<string> word, Fields fields)
    {
        Located<MethodInfo>? method = MethodBinder.Bind(context, word, fields);
        return new BoundRecover(
            number,
            word,
            method,
            fields.Operand("gain") ?? new Located<Operand>(Operand.Of(1), word.Span),
            method is { Value.NeedsData: true } known
                ? DataBinder.Bind(context, known.Value.Name, known.Span, fields)
                : null,
            method is { Value.Needs: var needs } && needs.HasFlag(ScoreNeeds.Snapshot)
                ? BindSnapshot(context, method.Value, fields)
                : null,
            fields.Operand("damping")?.Value ?? Operand.Of(0.01m)
        );
    }

    /// <summary>No snapshot is meant unless it is named: that of the initial weights gives other outputs.</summary>
    private static Located<string>? BindSnapshot(BindingContext context, Located<MethodInfo> method, Fields fields)
    {
        if (!fields.Has("snapshot"))
        {
            context.Report(
                Rules.MissingKey,
                method.Span,
                method.Value.Name,
                "snapshot",
                "the snapshot of before the pruning, whose outputs it fits"
            );
        }

        return fields.Name("snapshot");
    }
}
