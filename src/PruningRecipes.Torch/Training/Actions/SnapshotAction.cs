namespace PruningRecipes.Torch;

/// <summary>Copies the state under a name, once.</summary>
public sealed record SnapshotAction : TrainingAction
{
    /// <summary>The snapshot's name.</summary>
    public required string Name { get; init; }

    /// <summary>What is copied.</summary>
    public required SnapshotContents Contents { get; init; }

    /// <summary>Where: the copy is of the state after so many steps.</summary>
    public required TrainingPosition At { get; init; }

    internal override RunningAction Begin(ActionContext context)
    {
        decimal at = At.InSteps(context.Length);
        return at <= context.Length.Steps
            ? new RunningSnapshot(this, (long)decimal.Ceiling(at), context)
            : throw new RecipeException(
                FormattableString.Invariant(
                    $"The snapshot '{Name}' is to be saved at step {at:0.##} of a training of {context.Length.Steps} steps."
                )
            );
    }
}
