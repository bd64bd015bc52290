namespace PruningRecipes.Language;

/// <summary>What a stage asks of a layer, or of all of them.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="Depth">How many repeats it stands in.</param>
/// <param name="Run">How often the stage has run with this time; 0 at the start of a ramp, which may well be nothing.</param>
/// <param name="Span">Where the amount is written.</param>
/// <param name="Kind">What the amount stands for.</param>
/// <param name="Asked">The amounts, from the one that prunes least to the one that prunes most.</param>
/// <param name="Scale">The factor of the layer's rule.</param>
/// <param name="IsOwn">Whether it is a target of the layer's own, beyond which the layer just stays as it is.</param>
/// <param name="Pruning">The stage or action that asks.</param>
internal readonly record struct Demand(
    int Stage,
    int Depth,
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

    /// <summary>What is asked of one layer under <c>layer</c>.</summary>
    public Demand Of(ChosenLayer layer)
    {
        GrainSpec grain = layer.GrainOf(Pruning).Value;
        return grain.Kind == Grain.NOfM
                ? this with
                {
                    Kind = AmountKind.Keep,
                    Asked = Interval.Of((decimal)grain.First / grain.Second),
                    IsOwn = true,
                }
            : layer.Sparsity is { } own
                ? this with
                {
                    Kind = AmountKind.Sparsity,
                    Asked = Interval.Of(own),
                    IsOwn = true,
                }
            : Pruning.Grain.Value.Kind == Grain.NOfM ? this with { IsOwn = true }
            : this with { Scale = layer.Scale };
    }

    /// <summary>How many units are pruned afterwards, if nothing is in the way.</summary>
    public CountRange After(long units, CountRange pruned)
    {
        long least = pruned.Minimum + Amount.ToPrune(Kind, Asked.Minimum, Scale, units, pruned.Minimum);
        return pruned.IsExact && Asked.Minimum == Asked.Maximum
            ? CountRange.Of(least)
            : new CountRange(least, pruned.Maximum + Amount.ToPrune(Kind, Asked.Maximum, Scale, units, pruned.Maximum));
    }

    /// <summary>
    /// How many units are pruned afterwards at most, if any of them is pruned by this and nothing is in the way; null if
    /// none can be. What is pruned before may be so much that this prunes none: the most is then not at its end.
    /// </summary>
    public long? MostAfter(long units, CountRange pruned)
    {
        if (ToPrune(units, pruned.Maximum) is var added && added > 0)
        {
            return pruned.Maximum + added;
        }

        if (ToPrune(units, pruned.Minimum) <= 0)
        {
            return null;
        }

        // The more is pruned before, the less is pruned by this, and the more afterwards.
        (long least, long most) = (pruned.Minimum, pruned.Maximum);
        while (least < most)
        {
            long middle = most - ((most - least) / 2);
            (least, most) = ToPrune(units, middle) > 0 ? (middle, most) : (least, middle - 1);
        }

        return least + ToPrune(units, least);
    }

    /// <summary>How many units are pruned once a run has not failed: with a target that must not fall, no more than it says.</summary>
    public CountRange Reached(CountRange after, CountRange before, long capacity)
    {
        CountRange reached = after.Within(before, capacity);
        return Kind.IsTarget()
            ? reached with
            {
                Maximum = Math.Max(reached.Minimum, Math.Min(capacity, after.Maximum)),
            }
            : reached;
    }

    /// <summary>How many units may be pruned before at most, if no more than some may be afterwards.</summary>
    public long MostBefore(long units, CountRange pruned, long capacity)
    {
        (long least, long most) = (pruned.Minimum, pruned.Maximum);
        while (least < most)
        {
            long middle = most - ((most - least) / 2);
            (least, most) = middle + ToPrune(units, middle) <= capacity ? (middle, most) : (least, middle - 1);
        }

        return least;
    }

    /// <summary>How many units are pruned afterwards at least, if the least is more than may be pruned before; null otherwise.</summary>
    public static long? LeastAfter(CountRange after, CountRange before) =>
        after.Minimum > before.Maximum ? after.Minimum : null;

    private long ToPrune(long units, long pruned) => Amount.ToPrune(Kind, Asked.Maximum, Scale, units, pruned);
}
