namespace PruningRecipes.Language;

/// <summary>What an action prunes, by what, and how much.</summary>
/// <param name="Score">How saliency is measured.</param>
/// <param name="Grain">What is pruned as a whole.</param>
/// <param name="Allocation">How the amount is divided.</param>
/// <param name="AmountKind">What the amount stands for.</param>
/// <param name="Amount">How much.</param>
/// <param name="Protection">What of each layer is never pruned.</param>
/// <param name="Curve">How the amount grows on the way.</param>
/// <param name="Batches">How many batches of data the score sees; null for one that needs none.</param>
/// <param name="Snapshot">The snapshot that the score compares with; null for one that needs none.</param>
/// <param name="IsSameSign">Whether weights whose sign differs from the snapshot's are pruned first.</param>
internal sealed record PruningPlan(
    Score Score,
    GrainSpec Grain,
    Allocation Allocation,
    AmountKind AmountKind,
    Operand Amount,
    Protection Protection,
    Curve Curve,
    Operand? Batches,
    string? Snapshot,
    bool IsSameSign
);

/// <summary>Which blocks get one magnitude, and which become zero.</summary>
/// <param name="Block">The rows and columns of a block.</param>
/// <param name="Unified">The share of blocks whose weights get one magnitude, each with its sign.</param>
/// <param name="Pruned">The share of blocks that become zero.</param>
internal sealed record UnificationPlan(GrainSpec Block, Operand Unified, Operand Pruned);
