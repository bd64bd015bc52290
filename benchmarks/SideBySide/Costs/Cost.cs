namespace PruningRecipes.SideBySide;

/// <summary>What a method takes beside what it cannot do without.</summary>
/// <param name="Method">The method.</param>
/// <param name="Floor">What it cannot do without.</param>
/// <param name="FloorSeconds">The median time of that.</param>
/// <param name="Seconds">The median time of the method.</param>
/// <param name="Ratio">The median of the ratios of the two in each turn.</param>
internal sealed record Cost(string Method, string Floor, double FloorSeconds, double Seconds, double Ratio);
