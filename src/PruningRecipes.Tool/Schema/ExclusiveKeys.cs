using System.Collections.Immutable;
using PruningRecipes.Language;

namespace PruningRecipes.Tool.Schema;

/// <summary>Of which keys a mapping takes exactly one.</summary>
internal static class ExclusiveKeys
{
    public static ImmutableArray<string> Of(MappingInfo info) =>
        info == Grammar.Train ? ["epochs", "steps"]
        : info == Grammar.Prune ? Words.All<AmountKind>()
        : info == Grammar.LayerRule ? ["scale", "sparsity"]
        : [];
}
