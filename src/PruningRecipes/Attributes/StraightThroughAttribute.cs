namespace PruningRecipes;

/// <summary>
/// During training: computes with masked weights and trains all of them, so that hidden weights may return (SR-STE: Zhou
/// et al., ICLR 2021). The amount is a ramp, such as <c>Sparsity = "0% -> 90%"</c>, or that of the grain.
/// </summary>
/// <param name="score">By what the mask is chosen: <see cref="Score.Magnitude"/> or <see cref="Score.Movement"/>.</param>
public sealed class StraightThroughAttribute(Score score = Score.Magnitude) : StageAttribute
{
    /// <summary>By what the mask is chosen.</summary>
    public Score Score { get; } = score;

    /// <summary>
    /// What is pruned as a whole: a <see cref="PruningRecipes.Grain"/>, or with numbers <c>"2 of 4"</c> or
    /// <c>"block 4x4"</c>. Single weights where it is not set.
    /// </summary>
    public object? Grain { get; set; }

    /// <summary>How the amount is divided among the layers.</summary>
    public Allocation Allocation { get; set; }

    /// <summary>The share of zeros among all prunable weights: a ramp.</summary>
    public object? Sparsity { get; set; }

    /// <summary>The share to keep of all prunable weights: a ramp.</summary>
    public object? Keep { get; set; }

    /// <summary>How the amount grows; <see cref="PruningRecipes.Curve.Cubic"/> where it is not set.</summary>
    public Curve Curve { get; set; }

    /// <summary><c>"none"</c>: a layer may be emptied. Excludes <see cref="PerLayer"/> and <see cref="MinKeep"/>.</summary>
    public string? Protect { get; set; }

    /// <summary>How many units of each layer are kept at least, a whole number; 1 where it is not set.</summary>
    public object? PerLayer { get; set; }

    /// <summary>Which share of each layer is kept at least; none where it is not set.</summary>
    public object? MinKeep { get; set; }

    /// <summary>How much hidden weights decay in each step, 0 or more; 0 where it is not set.</summary>
    public object? Decay { get; set; }

    /// <summary>
    /// For <see cref="Score.Movement"/>: the learning rate of its scores, above 0; 0.01 where it is not set.
    /// </summary>
    public object? LearningRate { get; set; }

    /// <summary>The distance of two choices of the mask, such as <c>"100 steps"</c>; every step where it is not set.</summary>
    public string? Every { get; set; }

    /// <summary>Where it begins, such as <c>"2 epochs"</c>; at the start where it is not set.</summary>
    public string? From { get; set; }

    /// <summary>Where the last choice is, such as <c>"75%"</c>; at the end where it is not set.</summary>
    public string? Until { get; set; }
}
