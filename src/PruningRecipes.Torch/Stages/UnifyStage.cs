namespace PruningRecipes.Torch;

/// <summary>What a unify stage asks for: of the weight of each layer as a matrix, output axis first.</summary>
public sealed record UnifyStage
{
    /// <summary>The rows of a block.</summary>
    public required int Rows { get; init; }

    /// <summary>The columns of a block.</summary>
    public required int Columns { get; init; }

    /// <summary>The share of each layer's blocks that get one magnitude, in [0, 1].</summary>
    public required decimal Unified { get; init; }

    /// <summary>The share of each layer's blocks that are zero afterwards, in [0, 1); null for no more than before.</summary>
    public decimal? Pruned { get; init; }

    internal GrainSpec Block => new(Grain.Block, Rows, Columns);
}
