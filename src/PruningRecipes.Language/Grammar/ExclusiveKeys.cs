using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>Keys of which a mapping takes exactly one.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="StandIn">The key that says enough without any of them, if there is one.</param>
/// <param name="StandInWord">The word that it has to have for that; null for any.</param>
internal sealed record ExclusiveKeys(ImmutableArray<string> Keys, string? StandIn = null, string? StandInWord = null);
