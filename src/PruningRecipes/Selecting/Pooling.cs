namespace PruningRecipes;

/// <summary>How the scores of a unit's weights become that of the unit.</summary>
internal enum Pooling
{
    /// <summary>Their sum: of estimates of what the loss of each weight would cost.</summary>
    Sum,

    /// <summary>Their mean over all weights of the unit, so that units of different sizes compare.</summary>
    Mean,

    /// <summary>The root of the sum of their squares.</summary>
    EuclideanNorm,

    /// <summary>Nothing: the score is that of units already.</summary>
    None,
}
