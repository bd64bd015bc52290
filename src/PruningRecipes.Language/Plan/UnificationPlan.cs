namespace PruningRecipes.Language;

/// <summary>Which blocks get one magnitude, and which become zero.</summary>
/// <param name="Block">The rows and columns of a block.</param>
/// <param name="Unified">The share of blocks whose weights get one magnitude, each with its sign.</param>
/// <param name="Pruned">The share of blocks that become zero.</param>
internal sealed record UnificationPlan(GrainSpec Block, Operand Unified, Operand Pruned);
