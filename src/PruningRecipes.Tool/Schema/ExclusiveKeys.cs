using System.Collections.Immutable;
using PruningRecipes.Language;

namespace PruningRecipes.Tool.Schema;

/// <summary>Keys of which a mapping takes exactly one.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="StandIn">The key that says enough without any of them, if there is one.</param>
/// <param name="StandInWord">The word that it has to have for that; null for any.</param>
internal sealed record ExclusiveKeys(ImmutableArray<string> Keys, string? StandIn = null, string? StandInWord = null)
{
    public static ExclusiveKeys? Of(MappingInfo info) =>
        info == Grammar.Schedule ? new ExclusiveKeys(["warmup", "replay"])
        : info == Grammar.Train || info == Grammar.Search ? new ExclusiveKeys(["epochs", "steps"])
        : info == Grammar.Prune ? new ExclusiveKeys(Words.All<AmountKind>(), "grain", "N of M")
        : info == Actions.Prune || info == Actions.StraightThrough
            ? new ExclusiveKeys(["sparsity", "keep"], "grain", "N of M")
        : info == Actions.Projection ? new ExclusiveKeys(["sparsity", "keep", "compression"], "grain", "N of M")
        : info == Grammar.LayerRule ? new ExclusiveKeys(["scale", "sparsity"], "grain")
        : null;
}
