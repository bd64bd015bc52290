using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>Binds what is pruned, by what, and how much: PRN1011, and PRN2011 for keys that others make idle.</summary>
internal static class PruneBinder
{
    public static BoundPruning Bind(BindingContext context, SourceSpan owner, Fields fields)
    {
        Located<GrainSpec> grain = fields.Grain("grain") ?? new Located<GrainSpec>(default, owner);
        (AmountKind kind, Located<Operand>? amount) = BindAmount(context, owner, fields, grain);
        Located<ScoreInfo> score = BindScore(owner, fields);
        ReportIdleKeys(context, fields, score.Value, grain.Value);
        return new BoundPruning(
            score,
            grain,
            grain.Value.Kind == Grain.NOfM ? Allocation.Layer : fields.Member("allocation", Allocation.Layer),
            kind,
            amount,
            BindProtection(context, fields),
            fields.Operand("rounds")?.Value ?? Operand.Of(1),
            fields.Member("curve", Curve.Exponential),
            fields.Boolean("recover"),
            BindData(context, score, fields),
            score.Value.Needs.HasFlag(ScoreNeeds.Snapshot)
                ? fields.Name("snapshot") ?? new Located<string>("init", score.Span)
                : null,
            fields.Boolean("same-sign")
        );
    }

    private static Located<ScoreInfo> BindScore(SourceSpan owner, Fields fields) =>
        fields.Word("score") is { } word && Words.TryParse(word.Text, out Score score)
            ? new Located<ScoreInfo>(ScoreTable.Of(score), fields.Value("score")!.Span)
            : new Located<ScoreInfo>(ScoreTable.Of(Score.Magnitude), owner);

    private static (AmountKind Kind, Located<Operand>? Amount) BindAmount(
        BindingContext context,
        SourceSpan owner,
        Fields fields,
        Located<GrainSpec> grain
    )
    {
        ImmutableArray<string> amounts = fields.Present(Words.All<AmountKind>());
        AmountKind kind = default;
        Located<Operand>? amount = null;
        foreach (string key in amounts)
        {
            if (fields.Operand(key) is { } value && amount is null && Words.TryParse(key, out kind))
            {
                amount = value;
            }
        }

        if (grain.Value.Kind == Grain.NOfM)
        {
            foreach (string key in amounts)
            {
                context.Report(
                    Rules.AmountNotOnGrain,
                    fields.KeySpan(key),
                    key,
                    grain.ToString(),
                    "the grain says already how much is kept"
                );
            }

            decimal kept = (decimal)grain.Value.First / grain.Value.Second;
            return (AmountKind.Keep, new Located<Operand>(Operand.Of(kept), grain.Span));
        }

        if (amounts.Length != 1)
        {
            context.Report(
                Rules.ExactlyOne,
                amounts.Length == 0 ? owner : fields.KeySpan(amounts[1]),
                Grammar.Prune.Noun,
                Display.JoinQuoted(Words.All<AmountKind>()),
                amounts.Length == 0 ? "none is" : Display.JoinQuoted(amounts) + " are"
            );
        }
        else if (kind == AmountKind.Flops && amount is not null && !grain.Value.IsStructured)
        {
            context.Report(
                Rules.AmountNotOnGrain,
                fields.KeySpan("flops"),
                "flops",
                grain.Value.ToString(),
                "only whole structures, such as filters, take operations away"
            );
        }

        return (kind, amount);
    }

    private static Protection BindProtection(BindingContext context, Fields fields)
    {
        switch (fields.Value("protect"))
        {
            case null:
                return Protection.Default;
            case ScalarNode scalar when !Expectation.IsNull(scalar):
                context.BindWord(scalar, WordLists.Protections);
                return Protection.None;
            default:
                if (fields.Mapping("protect") is not { } node)
                {
                    return Protection.Default;
                }

                Fields protect = Fields.Open(context, node, Grammar.Protect, fields.KeySpan("protect"));
                return new Protection(
                    (long)(protect.Constant("per-layer")?.Value ?? Protection.Default.PerLayer),
                    protect.Constant("min-keep")?.Value ?? 0
                );
        }
    }

    /// <summary>The data of the stage, or else of the recipe; a score that needs data has one of the two.</summary>
    private static Operand? BindData(BindingContext context, Located<ScoreInfo> score, Fields fields)
    {
        if (!score.Value.NeedsData)
        {
            return null;
        }

        if (fields.Has("data"))
        {
            return fields.Mapping("data") is { } node ? Batches(context, node, fields.KeySpan("data")) : null;
        }

        if (context.Batches is null)
        {
            context.Report(
                Rules.MissingKey,
                score.Span,
                $"the score '{score.Value.Word}'",
                "data",
                "the data that it sees, such as data: { batches: 1 }"
            );
        }

        context.AreBatchesUsed = true;
        return context.Batches;
    }

    public static Operand? Batches(BindingContext context, MappingNode node, SourceSpan owner) =>
        Fields.Open(context, node, Grammar.Data, owner).Operand("batches")?.Value;

    private static void ReportIdleKeys(BindingContext context, Fields fields, ScoreInfo score, GrainSpec grain)
    {
        ReportIdle("data", !score.NeedsData, $"the score '{score.Word}' sees no data");
        ReportIdle(
            "snapshot",
            !score.Needs.HasFlag(ScoreNeeds.Snapshot),
            $"the score '{score.Word}' compares with no snapshot"
        );
        ReportIdle(
            "same-sign",
            !score.Needs.HasFlag(ScoreNeeds.Snapshot),
            $"the score '{score.Word}' compares with no snapshot"
        );
        ReportIdle("curve", !fields.Has("rounds"), "the stage prunes at once, without 'rounds'");
        ReportIdle("recover", !fields.Has("rounds"), "the stage prunes at once, without 'rounds'");
        ReportIdle("allocation", grain.Kind == Grain.NOfM, $"'{grain}' keeps the same share everywhere");

        void ReportIdle(string key, bool isIdle, string reason)
        {
            if (isIdle && fields.Has(key))
            {
                context.Report(Rules.KeyHasNoEffect, fields.KeySpan(key), key, reason);
            }
        }
    }
}
