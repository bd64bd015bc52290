using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>
/// Snapshots that nothing uses, or that are saved again before anything does: PRN3002. The state is what each name may
/// stand for, as the places where it was saved.
/// </summary>
internal sealed class SnapshotUses
{
    private readonly BoundRecipe _recipe;
    private readonly Located<string>[] _saves;
    private readonly HashSet<SourceSpan> _used = [];

    private SnapshotUses(BoundRecipe recipe)
    {
        _recipe = recipe;
        _saves = [.. recipe.Stages.Flatten().SelectMany(StageWalk.Saves)];
    }

    public static void Check(BoundRecipe recipe, FindingList findings)
    {
        var uses = new SnapshotUses(recipe);
        uses.Walk(recipe.Stages, ImmutableHashSet<Located<string>>.Empty.WithComparer(new ByPlace()));
        var reported = new HashSet<string>(StringComparer.Ordinal);
        var used = new HashSet<string>(recipe.Stages.Flatten().SelectMany(Uses), StringComparer.Ordinal);
        foreach (Located<string> save in uses._saves)
        {
            bool isNeverUsed = !used.Contains(save.Value);
            if (!uses._used.Contains(save.Span) && (!isNeverUsed || reported.Add(save.Value)))
            {
                findings.Report(
                    Rules.SnapshotUnused,
                    save.Span,
                    save.Value,
                    isNeverUsed ? "" : " before it is saved again"
                );
            }
        }
    }

    private ImmutableHashSet<Located<string>> Walk(
        EquatableArray<BoundStage> stages,
        ImmutableHashSet<Located<string>> saved
    )
    {
        foreach (BoundStage stage in stages)
        {
            foreach (string name in Uses(stage))
            {
                Located<string>[] meant = [.. saved.Where(save => save.Value == name)];
                _used.UnionWith((meant.Length > 0 ? meant : MeantByMissing(name)).Select(save => save.Span));
            }

            foreach (Located<string> save in stage.Saves())
            {
                saved = saved.Except(saved.Where(one => one.Value == save.Value)).Add(save);
            }

            if (stage is BoundRepeat { Count: { } count } repeat)
            {
                // What the first round leaves is what the second finds besides: a third finds nothing new.
                ImmutableHashSet<Located<string>> first = Walk(repeat.Body, saved);
                ImmutableHashSet<Located<string>> again =
                    _recipe.RangeOf(count.Value).Maximum > 1 ? Walk(repeat.Body, first) : first;
                saved = _recipe.RangeOf(count.Value).Minimum > 0 ? again : again.Union(saved);
            }
        }

        return saved;
    }

    /// <summary>The snapshots that a use means which finds none: that is reported, and they are not unused as well.</summary>
    private IEnumerable<Located<string>> MeantByMissing(string name)
    {
        bool isKnown = _saves.Any(save => save.Value == name);
        string? nearest = isKnown ? name : NearestName.Of(name, _saves.Select(save => save.Value));
        return _saves.Where(save => save.Value == nearest);
    }

    private static IEnumerable<string> Uses(BoundStage stage)
    {
        IEnumerable<Located<string>?> uses =
        [
            (stage as BoundRewind)?.To,
            (stage as BoundRecover)?.Snapshot,
            .. stage.Prunings().Select(pruning => pruning.Snapshot),
            .. stage.Metrics().Select(metric => metric.Parent),
        ];
        return uses.OfType<Located<string>>().Select(use => use.Value);
    }

    private sealed class ByPlace : IEqualityComparer<Located<string>>
    {
        public bool Equals(Located<string> one, Located<string> other) => one.Span == other.Span;

        public int GetHashCode(Located<string> save) => save.Span.GetHashCode();
    }
}
