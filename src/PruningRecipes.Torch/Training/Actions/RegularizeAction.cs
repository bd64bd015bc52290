namespace PruningRecipes.Torch;

/// <summary>A penalty that is added to the gradients of each step.</summary>
public sealed record RegularizeAction : TrainingAction
{
    /// <summary>Which.</summary>
    public required Penalty Kind { get; init; }

    /// <summary>The factor of the penalty, above 0; at the end of its growth where it grows.</summary>
    public required double Strength { get; init; }

    /// <summary>Where it begins; null for the start.</summary>
    public TrainingPosition? From { get; init; }

    /// <summary>Where it ends, or where it ceases to grow; null for the end.</summary>
    public TrainingPosition? Until { get; init; }

    /// <summary>
    /// For <see cref="Penalty.GrowingL2"/> and <see cref="Penalty.Decorrelate"/>: the prune stage after the training, whose choice
    /// among the weights at the start is penalised; null for all kept weights.
    /// </summary>
    public PruneStage? Target { get; init; }

    internal override RunningAction Begin(ActionContext context)
    {
        decimal from = From?.InSteps(context.Length) ?? 0;
        decimal until = Until?.InSteps(context.Length) ?? context.Length.Steps;
        if (from >= until)
        {
            throw new RecipeException(
                FormattableString.Invariant($"A penalty from step {from:0.##} until step {until:0.##} has no step.")
            );
        }

        return Kind switch
        {
            Penalty.GrowingL2 => new GrowingL2Penalty(this, from, until, context),
            Penalty.Decorrelate => new DecorrelationPenalty(this, from, until, context),
            Penalty.Slimming => new SlimmingPenalty(Strength, from, until, context.Model),
            _ => throw new NotSupportedException($"The penalty {Kind} is not supported by this version."),
        };
    }
}
