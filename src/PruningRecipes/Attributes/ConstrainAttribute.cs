namespace PruningRecipes;

/// <summary>
/// During training: pulls the weights to a set by multipliers (ADMM: Zhang et al., ECCV 2018). <see cref="Rho"/> and
/// <see cref="Every"/> must be set, and what describes the set.
/// </summary>
/// <param name="to">
/// <c>"prune"</c>: weights of which the least in magnitude are zero; <c>"unify"</c>: blocks of one magnitude each.
/// </param>
public sealed class ConstrainAttribute(string to) : StageAttribute
{
    /// <summary>The set that the weights are pulled to.</summary>
    public string To { get; } = to;

    /// <summary>
    /// The strength of the pull, above 0, or from one to another by the same factor at each update, such as
    /// <c>"1e-4 -> 1e-1"</c>.
    /// </summary>
    public object? Rho { get; set; }

    /// <summary>
    /// For <c>"prune"</c>: what is pruned as a whole, a <see cref="PruningRecipes.Grain"/>, or with numbers <c>"2 of 4"</c> or
    /// <c>"block 4x4"</c>. Single weights where it is not set.
    /// </summary>
    public object? Grain { get; set; }

    /// <summary>For <c>"prune"</c>: how the amount is divided among the layers.</summary>
    public Allocation Allocation { get; set; }

    /// <summary>For <c>"prune"</c>: the share of zeros among all prunable weights.</summary>
    public object? Sparsity { get; set; }

    /// <summary>For <c>"prune"</c>: the share to keep of all prunable weights.</summary>
    public object? Keep { get; set; }

    /// <summary>For <c>"prune"</c>: the factor by which the number of weights falls, <c>10</c> or <c>"10x"</c>.</summary>
    public object? Compression { get; set; }

    /// <summary>
    /// For <c>"prune"</c>: <c>"none"</c>, a layer may be emptied. Excludes <see cref="PerLayer"/> and <see cref="MinKeep"/>.
    /// </summary>
    public string? Protect { get; set; }

    /// <summary>For <c>"prune"</c>: how many units of each layer are kept at least, a whole number; 1 where it is not set.</summary>
    public object? PerLayer { get; set; }

    /// <summary>For <c>"prune"</c>: which share of each layer is kept at least; none where it is not set.</summary>
    public object? MinKeep { get; set; }

    /// <summary>For <c>"unify"</c>: rows and columns of the blocks of the weight as a matrix, such as <c>"4x4"</c>.</summary>
    public string? Block { get; set; }

    /// <summary>For <c>"unify"</c>: the share of each layer's blocks that get one magnitude each.</summary>
    public object? Unified { get; set; }

    /// <summary>For <c>"unify"</c>: the share of each layer's blocks that become zero; none where it is not set.</summary>
    public object? Pruned { get; set; }

    /// <summary>The distance of two updates, such as <c>"2 epochs"</c>.</summary>
    public string? Every { get; set; }

    /// <summary>Where it begins, such as <c>"2 epochs"</c>; at the start where it is not set.</summary>
    public string? From { get; set; }

    /// <summary>Where the last update is, such as <c>"75%"</c>; at the end where it is not set.</summary>
    public string? Until { get; set; }
}
