namespace PruningRecipes;

/// <summary>
/// What a unit of a grain is in the weight as a matrix, output axis first and the others laid side by side: every grain but
/// the heads of attention divides the matrix into equal rectangles.
/// </summary>
/// <param name="Rows">The rectangle's rows.</param>
/// <param name="Columns">The rectangle's columns.</param>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
readonly record struct UnitTile(long Rows, long Columns)
{
    /// <summary>The rectangle of a grain; null for one that has none. A unit of N of M is a weight, of which it takes some.</summary>
    /// <param name="grain">The grain.</param>
    /// <param name="outputs">The rows of the matrix.</param>
    /// <param name="inputs">The input channels.</param>
    /// <param name="kernel">The weights of a kernel: 1 in a linear layer.</param>
    public static UnitTile? Of(GrainSpec grain, long outputs, long inputs, long kernel) =>
        grain.Kind switch
        {
            Grain.Weight or Grain.NOfM => new UnitTile(1, 1),
            Grain.Block => new UnitTile(grain.First, grain.Second),
            Grain.Kernel => new UnitTile(1, kernel),
            Grain.Filter or Grain.Row => new UnitTile(1, inputs * kernel),
            Grain.Channel => new UnitTile(outputs, kernel),
            Grain.Column => new UnitTile(outputs, 1),
            _ => null,
        };
}
