using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>Binds what is pruned, by what, and how much: PRN1011, and PRN2011 for keys that others make idle.</summary>
internal static class PruneBinder
{
    public static BoundPrune BindStage(BindingContext context, int number, Located<string> word, Fields fields) =>
        new(number, word, context.NextOrdinal("prune"), Bind(context, word.Span, fields));

    private static BoundPruning Bind(BindingContext context, SourceSpan owner, Fields fields)
    {
        Located<GrainSpec> grain = BindGrain(owner, fields);
        (AmountKind kind, Located<Operand>? amount) = BindAmount(context, owner, fields, grain);
        Located<ScoreInfo> score = BindScore(context, owner, fields);
        ReportIdleKeys(context, fields, score.Value, grain.Value);
        if (kind == AmountKind.Flops && fields.Word("allocation") is { Text: not ("layer" or "global") } allocation)
        {
            context.ReportNotRun(fields.Value("allocation")!.Span, "'flops' with the allocation", allocation.Text);
        }

        const string OfRounds = "the stage prunes at once, without 'rounds'";
        context.ReportIdle(fields, "curve", !fields.Has("rounds"), OfRounds);
        context.ReportIdle(fields, "recover", !fields.Has("rounds"), OfRounds);
        return Complete(context, fields, score, grain, kind, amount, Curve.Exponential);
    }

    /// <summary>Binds a ramp, whose amount goes from a start to its end; that of soft pruning may stay the same.</summary>
    public static BoundRamp BindRamp(BindingContext context, Located<string> word, Fields fields, BoundGrid grid)
    {
        Located<GrainSpec> grain = BindGrain(word.Span, fields);
        ImmutableArray<string> amounts = fields.Alternatives;
        AmountKind kind = amounts is ["keep"] ? AmountKind.Keep : AmountKind.Sparsity;
        bool isSoft = fields.Boolean("soft");
        (Located<Operand>? From, Located<Operand> To)? ramp = null;
        foreach (string key in amounts)
        {
            ramp = isSoft ? fields.RatioOrRamp(key) : fields.Ramp(key);
        }

        if (grain.Value.Kind == Grain.NOfM)
        {
            ReportAmountsBeside(context, fields, grain.Value, amounts);
            ramp = null;
            kind = AmountKind.Keep;
        }
        else
        {
            RequireAmount(fields, word.Span, grain);
        }

        Located<ScoreInfo> score = BindScore(context, word.Span, fields);
        ReportIdleKeys(context, fields, score.Value, grain.Value);
        string ofGrain = $"'{grain}' keeps the same share all the time";
        context.ReportIdle(fields, "curve", grain.Value.Kind == Grain.NOfM, ofGrain);
        context.ReportIdle(fields, "curve", ramp is { From: null }, "the amount stays the same all the time");
        Located<Operand>? end = grain.Value.Kind == Grain.NOfM ? ImpliedAmount(grain) : ramp?.To;
        BoundPruning pruning = Complete(context, fields, score, grain, kind, end, Curve.Cubic);
        return new BoundRamp(word, pruning, ramp?.From, isSoft, grid);
    }

    /// <summary>Binds a set of weights to project on: the nearest of its points keeps the greatest magnitudes.</summary>
    public static BoundPruning BindProjection(BindingContext context, SourceSpan owner, Fields fields)
    {
        Located<GrainSpec> grain = BindGrain(owner, fields);
        (AmountKind kind, Located<Operand>? amount) = BindAmount(context, owner, fields, grain);
        var magnitude = new Located<ScoreInfo>(ScoreTable.Of(Score.Magnitude), owner);
        ReportIdleKeys(context, fields, magnitude.Value, grain.Value);
        return Complete(context, fields, magnitude, grain, kind, amount, Curve.Exponential);
    }

    private static Located<GrainSpec> BindGrain(SourceSpan owner, Fields fields) =>
        fields.Grain("grain") ?? new Located<GrainSpec>(default, owner);

    private static BoundPruning Complete(
        BindingContext context,
        Fields fields,
        Located<ScoreInfo> score,
        Located<GrainSpec> grain,
        AmountKind kind,
        Located<Operand>? amount,
        Curve curve
    ) =>
        new BoundPruning(
            score,
            grain,
            grain.Value.Kind == Grain.NOfM ? Allocation.Layer : fields.Member("allocation", Allocation.Layer),
            kind,
            amount,
            BindProtection(context, fields),
            fields.Operand("rounds")?.Value ?? Operand.Of(1),
            fields.Member("curve", curve),
            fields.Boolean("recover"),
            score.Value.NeedsData
                ? DataBinder.Bind(context, $"the score '{score.Value.Word}'", score.Span, fields)
                : null,
            fields.Operand("temperature")?.Value ?? Operand.Of(1),
            score.Value.Needs.HasFlag(ScoreNeeds.Snapshot)
                ? fields.Name("snapshot") ?? new Located<string>("init", score.Span)
                : null,
            fields.Boolean("same-sign")
        );

    private static Located<ScoreInfo> BindScore(BindingContext context, SourceSpan owner, Fields fields) =>
        fields.Word("score") is { } word && context.Scores.Find(word.Text) is { } score
            ? new Located<ScoreInfo>(score, fields.Value("score")!.Span)
            : new Located<ScoreInfo>(ScoreTable.Of(Score.Magnitude), owner);

    private static (AmountKind Kind, Located<Operand>? Amount) BindAmount(
        BindingContext context,
        SourceSpan owner,
        Fields fields,
        Located<GrainSpec> grain
    )
    {
        ImmutableArray<string> amounts = fields.Alternatives;
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
            ReportAmountsBeside(context, fields, grain.Value, amounts);
            return (AmountKind.Keep, ImpliedAmount(grain));
        }

        if (!RequireAmount(fields, owner, grain))
        {
            return (kind, amount);
        }

        if (kind == AmountKind.Flops && amount is not null && !grain.Value.IsStructured)
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

    /// <summary>An amount is there, unless a grain that could not be read may have been its own.</summary>
    private static bool RequireAmount(Fields fields, SourceSpan owner, Located<GrainSpec> grain) =>
        !(fields.Alternatives.IsEmpty && fields.Has("grain") && grain.Span == owner) && fields.RequireOne(owner);

    private static Located<Operand> ImpliedAmount(Located<GrainSpec> grain) =>
        new(Operand.Of((decimal)grain.Value.First / grain.Value.Second), grain.Span);

    private static void ReportAmountsBeside(
        BindingContext context,
        Fields fields,
        GrainSpec grain,
        ImmutableArray<string> amounts
    )
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

    private static void ReportIdleKeys(BindingContext context, Fields fields, ScoreInfo score, GrainSpec grain)
    {
        // What a misspelt score needs is not known.
        bool isKnown = fields.Value("score") is not ScalarNode written || written.Text == score.Word;
        string ofSnapshot = $"the score '{score.Word}' compares with no snapshot";
        bool needsSnapshot = score.Needs.HasFlag(ScoreNeeds.Snapshot);
        context.ReportIdle(fields, "data", isKnown && !score.NeedsData, $"the score '{score.Word}' sees no data");
        context.ReportIdle(
            fields,
            "temperature",
            isKnown && score.Score != Score.Grasp,
            $"the score '{score.Word}' divides no outputs"
        );
        context.ReportIdle(fields, "snapshot", isKnown && !needsSnapshot, ofSnapshot);
        context.ReportIdle(fields, "same-sign", isKnown && !needsSnapshot, ofSnapshot);
        string ofGrain = $"'{grain}' keeps the same share everywhere";
        context.ReportIdle(fields, "allocation", grain.Kind == Grain.NOfM, ofGrain);
    }
}
