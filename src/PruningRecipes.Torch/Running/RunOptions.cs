namespace PruningRecipes.Torch;

/// <summary>How a run reports and stops.</summary>
public sealed record RunOptions
{
    /// <summary>Who is told after each stage and each epoch; called on the thread that runs.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>The seed of everything random in this run, in place of the recipe's: for repetitions of an experiment.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Stops the run before the next step or stage. The model keeps its present state, masks included.</summary>
    public CancellationToken CancellationToken { get; init; }
}
