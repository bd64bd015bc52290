using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>
/// Snapshots before rewinds: PRN3001, PRN3008 and PRN3009. The state is what every path to a stage has saved, by name;
/// a repeat is walked until its state stays the same.
/// </summary>
internal sealed class SnapshotRules
{
    private readonly BoundRecipe _recipe;
    private readonly FindingList _findings;
    private readonly ImmutableArray<(int Stage, Located<string> Name)> _snapshots;
    private readonly Dictionary<int, SnapshotContents> _restored = [];

    private SnapshotRules(BoundRecipe recipe, FindingList findings)
    {
        _recipe = recipe;
        _findings = findings;
        _snapshots =
        [
            .. recipe.Stages.Flatten().SelectMany(stage => stage.Saves().Select(name => (stage.Number, name))),
        ];
    }

    /// <returns>What each rewind brings back, by the number of its stage.</returns>
    public static IReadOnlyDictionary<int, SnapshotContents> Check(BoundRecipe recipe, FindingList findings)
    {
        var rules = new SnapshotRules(recipe, findings);
        rules.Walk(recipe.Stages, ImmutableSortedDictionary.Create<string, SnapshotContents>(StringComparer.Ordinal));
        SnapshotUses.Check(recipe, findings);
        return rules._restored;
    }

    private ImmutableSortedDictionary<string, SnapshotContents> Walk(
        EquatableArray<BoundStage> stages,
        ImmutableSortedDictionary<string, SnapshotContents> saved
    )
    {
        foreach (BoundStage stage in stages)
        {
            foreach (BoundPruning pruning in stage.Prunings())
            {
                if (pruning.Snapshot is { } compared)
                {
                    CheckSaved($"the score '{pruning.Score.Value.Word}'", compared, saved);
                }
            }

            foreach (BoundMetric metric in stage.Metrics())
            {
                if (metric.Parent is { } parent)
                {
                    CheckSaved($"the metric '{Words.Of(metric.Plan.Metric)}'", parent, saved);
                }
            }

            switch (stage)
            {
                case BoundTrain train:
                    saved = train
                        .During.OfType<BoundSnapshotAction>()
                        .Aggregate(saved, (all, action) => all.SetItem(action.Name.Value, action.Contents));
                    break;
                case BoundSnapshot snapshot:
                    saved = saved.SetItem(snapshot.Name.Value, snapshot.Contents);
                    break;
                case BoundRewind rewind:
                    CheckRewind(rewind, saved);
                    break;
                case BoundRecover { Method: { } method, Snapshot: { } fitted }:
                    CheckSaved(method.Value.Name, fitted, saved);
                    break;
                case BoundRepeat { Count: { } count } repeat:
                    ImmutableSortedDictionary<string, SnapshotContents> after = WalkRepeat(repeat, saved);
                    saved = _recipe.RangeOf(count.Value).Minimum > 0 ? after : Join(saved, after);
                    break;
            }
        }

        return saved;
    }

    private ImmutableSortedDictionary<string, SnapshotContents> WalkRepeat(
        BoundRepeat repeat,
        ImmutableSortedDictionary<string, SnapshotContents> saved
    )
    {
        while (true)
        {
            ImmutableSortedDictionary<string, SnapshotContents> after = Walk(repeat.Body, saved);
            ImmutableSortedDictionary<string, SnapshotContents> again = Join(saved, after);
            if (again.Count == saved.Count && again.All(entry => saved[entry.Key] == entry.Value))
            {
                return after;
            }

            saved = again;
        }
    }

    private static ImmutableSortedDictionary<string, SnapshotContents> Join(
        ImmutableSortedDictionary<string, SnapshotContents> one,
        ImmutableSortedDictionary<string, SnapshotContents> other
    ) =>
        one.Where(entry => other.ContainsKey(entry.Key))
            .ToImmutableSortedDictionary(
                entry => entry.Key,
                entry => entry.Value & other[entry.Key],
                StringComparer.Ordinal
            );

    private void CheckRewind(BoundRewind rewind, ImmutableSortedDictionary<string, SnapshotContents> saved)
    {
        if (!saved.TryGetValue(rewind.To.Value, out SnapshotContents contents))
        {
            ReportMissing(rewind, saved);
            return;
        }

        // The optimizer starts anew unless its state is asked for.
        SnapshotContents held = contents & (SnapshotContents.Weights | SnapshotContents.Buffers);
        SnapshotContents what =
            rewind.What?.Value.Contents ?? (held == SnapshotContents.None ? SnapshotContents.Weights : held);
        _restored[rewind.Number] = what;
        SnapshotContents lacking = what & ~contents;
        if (lacking != SnapshotContents.None)
        {
            _findings.Report(
                Rules.SnapshotLacksContents,
                rewind.What?.Span ?? rewind.To.Span,
                rewind.To.Value,
                Display.Join(Words.OfFlags(lacking)),
                contents == SnapshotContents.None
                    ? "other contents on each path"
                    : Display.Join(Words.OfFlags(contents))
            );
        }
    }

    /// <summary>PRN3009: what compares with a snapshot's weights finds them.</summary>
    private void CheckSaved(
        string who,
        Located<string> snapshot,
        ImmutableSortedDictionary<string, SnapshotContents> saved
    )
    {
        if (
            !saved.TryGetValue(snapshot.Value, out SnapshotContents contents)
            || !contents.HasFlag(SnapshotContents.Weights)
        )
        {
            _findings.Report(
                Rules.NeedsSnapshot,
                snapshot.Span,
                who,
                snapshot.Value,
                $"save it where its values are: '- snapshot: {snapshot.Value}'"
            );
        }
    }

    private void ReportMissing(BoundRewind rewind, ImmutableSortedDictionary<string, SnapshotContents> saved)
    {
        string name = rewind.To.Value;
        string? nearest = NearestName.Of(name, saved.Keys) ?? (saved.Count == 1 ? saved.Keys.First() : null);
        int elsewhere = _snapshots.FirstOrDefault(snapshot => snapshot.Name.Value == name).Stage;
        string advice =
            elsewhere > rewind.Number ? "it is saved only after it"
            : elsewhere > 0 ? "it is saved in a repeat that may run zero times"
            : nearest is not null ? $"did you mean '{nearest}'?"
            : $"save it where its values are: '- snapshot: {name}'";
        Edit? fix = elsewhere == 0 ? NameBinder.Change(rewind.To.Span, name, nearest) : null;
        _findings.Report(Rules.NoSuchSnapshot, rewind.To.Span, fix, name, advice);
    }
}
