namespace PruningRecipes.Language;

/// <summary>The data that a score or a method sees.</summary>
/// <param name="Batches">How many batches of the training data.</param>
/// <param name="PerClass">How many examples of each class a batch has; null for batches as in training.</param>
internal sealed record DataPlan(Operand Batches, Operand? PerClass = null)
{
    /// <summary>Whether it differs from round to round.</summary>
    public bool IsOfRound => Batches.IsRound || PerClass is { IsRound: true };
}
