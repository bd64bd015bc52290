namespace PruningRecipes;

/// <summary>A range of the words of a mask.</summary>
/// <param name="First">The first.</param>
/// <param name="End">The one after the last.</param>
internal readonly record struct WordRange(long First, long End);
