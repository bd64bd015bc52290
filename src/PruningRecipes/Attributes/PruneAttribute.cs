namespace PruningRecipes;

/// <summary>
/// Scores the weights, selects the lowest and masks them. Exactly one amount must be set: a number such as
/// <c>Remove = 0.2</c>, or a string as the YAML language writes it, such as <c>"20%"</c> or <c>"$rate"</c>. Between
/// <see cref="DuringAttribute"/> and <see cref="EndDuringAttribute"/> the amount is a ramp, such as
/// <c>Sparsity = "0% -> 90%"</c>.
/// </summary>
/// <param name="score">How saliency is measured.</param>
/// <param name="allocation">How the amount is divided among the layers.</param>
public sealed class PruneAttribute(Score score = Score.Magnitude, Allocation allocation = Allocation.Layer)
    : StageAttribute
{
    /// <summary>Prunes by a score of the project's own.</summary>
    /// <param name="score">The name that <see cref="CustomScoreAttribute"/> gives it.</param>
    /// <param name="allocation">How the amount is divided among the layers.</param>
    public PruneAttribute(string score, Allocation allocation = Allocation.Layer)
        : this(default(Score), allocation) => CustomScore = score;

    /// <summary>How saliency is measured, where no score of the project's own measures it.</summary>
    public Score Score { get; } = score;

    /// <summary>The project's own score that measures saliency in place of <see cref="Score"/>; null for none.</summary>
    public string? CustomScore { get; }

    /// <summary>How the amount is divided among the layers.</summary>
    public Allocation Allocation { get; } = allocation;

    /// <summary>
    /// What is pruned as a whole: a <see cref="PruningRecipes.Grain"/>, or with numbers <c>"2 of 4"</c> or
    /// <c>"block 4x4"</c>. Single weights where it is not set.
    /// </summary>
    public object? Grain { get; set; }

    /// <summary>The share of zeros among all prunable weights after the stage.</summary>
    public object? Sparsity { get; set; }

    /// <summary>The share to prune of the weights that remain.</summary>
    public object? Remove { get; set; }

    /// <summary>The share to keep of all prunable weights.</summary>
    public object? Keep { get; set; }

    /// <summary>The factor by which the number of weights falls: <c>10</c> or <c>"10x"</c>.</summary>
    public object? Compression { get; set; }

    /// <summary>The number of weights to prune.</summary>
    public object? Count { get; set; }

    /// <summary>The share of the operations to remove, by whole structures.</summary>
    public object? Flops { get; set; }

    /// <summary>For scores that see data: how many batches of the training data, a whole number or a parameter.</summary>
    public object? Batches { get; set; }

    /// <summary>
    /// Beside <see cref="Batches"/>: how many examples of each class a batch has, a whole number or a parameter; as in training
    /// where it is not set.
    /// </summary>
    public object? PerClass { get; set; }

    /// <summary>For <see cref="PruningRecipes.Score.Grasp"/>: what the outputs are divided by; 1 where it is not set.</summary>
    public object? Temperature { get; set; }

    /// <summary>For scores that compare with a snapshot: its name; <c>"init"</c> where it is not set.</summary>
    public string? Snapshot { get; set; }

    /// <summary>For scores that compare with a snapshot: whether weights go first whose sign has changed since.</summary>
    public bool SameSign { get; set; }

    /// <summary>How often to score and prune within the stage: a whole number or a parameter; once where it is not set.</summary>
    public object? Rounds { get; set; }

    /// <summary>
    /// How the amount grows; where it is not set, <see cref="PruningRecipes.Curve.Exponential"/> over the rounds of a stage
    /// and <see cref="PruningRecipes.Curve.Cubic"/> during training.
    /// </summary>
    public Curve Curve { get; set; }

    /// <summary>Whether pruned weights may return between the rounds.</summary>
    public bool Recover { get; set; }

    /// <summary><c>"none"</c>: a layer may be emptied. Excludes <see cref="PerLayer"/> and <see cref="MinKeep"/>.</summary>
    public string? Protect { get; set; }

    /// <summary>How many units of each layer are kept at least, a whole number; 1 where it is not set.</summary>
    public object? PerLayer { get; set; }

    /// <summary>Which share of each layer is kept at least; none where it is not set.</summary>
    public object? MinKeep { get; set; }

    /// <summary>
    /// During training: whether what is pruned goes on training and may return, until the last update. The amount may then be
    /// a share that stays, such as <c>Sparsity = 0.5</c>.
    /// </summary>
    public bool Soft { get; set; }

    /// <summary>During training: the distance of two updates, such as <c>"100 steps"</c>.</summary>
    public string? Every { get; set; }

    /// <summary>During training: where it begins, such as <c>"2 epochs"</c>; at the start where it is not set.</summary>
    public string? From { get; set; }

    /// <summary>During training: where the last update is, such as <c>"75%"</c>; at the end where it is not set.</summary>
    public string? Until { get; set; }
}
