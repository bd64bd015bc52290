namespace PruningRecipes;

/// <summary>
/// Gives the weights of a block one magnitude, each with its sign (Lin et al., 2021). <see cref="Unified"/> must be set.
/// </summary>
/// <param name="block">Rows and columns of the blocks of the weight as a matrix, such as <c>"4x4"</c>.</param>
public sealed class UnifyAttribute(string block) : StageAttribute
{
    /// <summary>Rows and columns of the blocks of the weight as a matrix.</summary>
    public string Block { get; } = block;

    /// <summary>The share of each layer's blocks that get one magnitude each.</summary>
    public object? Unified { get; set; }

    /// <summary>The share of each layer's blocks that are zero afterwards; no more than before where it is not set.</summary>
    public object? Pruned { get; set; }
}
