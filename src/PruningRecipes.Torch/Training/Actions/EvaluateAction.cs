namespace PruningRecipes.Torch;

/// <summary>
/// Measures the model again and again: after each distance, and at the end. Without <see cref="RepeatedAction.From"/> the
/// first measure is one distance after the start.
/// </summary>
public sealed record EvaluateAction : RepeatedAction
{
    /// <summary>The name of the figures in the result; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>What is measured.</summary>
    public required Metric Metrics { get; init; }

    internal override RunningAction Begin(ActionContext context) =>
        new RunningEvaluation(
            this,
            new UpdateClock(GridOf(context.Length), context.Length, skipsStart: From is null, isBetweenSteps: true),
            context
        );
}
