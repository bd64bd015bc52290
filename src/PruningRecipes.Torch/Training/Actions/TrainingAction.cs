namespace PruningRecipes.Torch;

/// <summary>Something that happens while a stage trains.</summary>
public abstract record TrainingAction
{
    private protected TrainingAction() { }

    /// <summary>Begins a training.</summary>
    /// <param name="context">The training.</param>
    /// <exception cref="RecipeException">It does not fit the training.</exception>
    internal abstract RunningAction Begin(ActionContext context);
}

/// <summary>Something that happens again and again while a stage trains.</summary>
public abstract record RepeatedAction : TrainingAction
{
    private protected RepeatedAction() { }

    /// <summary>The distance of two updates.</summary>
    public required TrainingPosition Every { get; init; }

    /// <summary>Where the first update is; null for the start, or one distance after it where the start is no place to begin.</summary>
    public TrainingPosition? From { get; init; }

    /// <summary>Where the last update is, whatever the distance is; null for the end.</summary>
    public TrainingPosition? Until { get; init; }

    /// <summary>The updates in optimizer steps.</summary>
    /// <exception cref="RecipeException">They do not fit the training.</exception>
    internal UpdateGrid GridOf(TrainingLength length)
    {
        var grid = new UpdateGrid(
            From?.InSteps(length) ?? 0,
            Until?.InSteps(length) ?? length.Steps,
            Every.InSteps(length)
        );
        if (grid.Until > length.Steps || grid.From >= grid.Until || grid.Every <= 0)
        {
            throw new RecipeException(
                FormattableString.Invariant(
                    $"There is no update every {grid.Every:0.##} steps from step {grid.From:0.##} until step {grid.Until:0.##} of a training of {length.Steps} steps."
                )
            );
        }

        // A distance below a step is one of a step: there is no more than one update in each.
        return grid with
        {
            Every = Math.Max(1, grid.Every),
        };
    }
}
