using System.Globalization;

namespace PruningRecipes;

/// <summary>A grain with its numbers: <c>filter</c>, <c>2 of 4</c>, <c>block 4x4</c>.</summary>
/// <param name="Kind">Which.</param>
/// <param name="First">The N of <c>N of M</c>, the R of <c>block RxC</c>; otherwise 0.</param>
/// <param name="Second">The M of <c>N of M</c>, the C of <c>block RxC</c>; otherwise 0.</param>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
readonly partial record struct GrainSpec(Grain Kind, int First = 0, int Second = 0)
{
    private const string BlockPrefix = "block ";

    /// <summary>Whether whole structures go, so that the layer can become smaller.</summary>
    public bool IsStructured => Kind is not (Grain.Weight or Grain.NOfM or Grain.Block);

    /// <summary>What messages call the units.</summary>
    public string Units => Kind is Grain.Weight or Grain.NOfM ? "weights" : Word + "s";

    private string Word => Kind.ToString().ToLowerInvariant();

    /// <summary>The grain of a kind that has no numbers.</summary>
    /// <param name="kind">Which.</param>
    public static implicit operator GrainSpec(Grain kind) => new(kind);

    /// <summary>As recipes write it.</summary>
    public override string ToString() =>
        Kind switch
        {
            Grain.NOfM => $"{Text(First)} of {Text(Second)}",
            Grain.Block => $"{BlockPrefix}{Text(First)}x{Text(Second)}",
            _ => Word,
        };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
