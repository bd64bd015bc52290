namespace PruningRecipes;

/// <summary>A stage that ran.</summary>
/// <param name="Stage">Its number.</param>
/// <param name="Word">The stage's word in the language, such as <c>prune</c>.</param>
/// <param name="Rounds">The rounds of the repeats around it, from 1, the outermost first.</param>
/// <param name="Sparsity">The share of pruned weights after it, in [0, 1].</param>
public sealed record StageReport(int Stage, string Word, IReadOnlyList<int> Rounds, double Sparsity)
{
    /// <summary>For training: the optimizer steps that were taken.</summary>
    public long Steps { get; init; }

    /// <summary>For training: the mean loss of the last epoch's batches; null for other stages.</summary>
    public double? Loss { get; init; }
}
