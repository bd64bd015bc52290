namespace PruningRecipes;

/// <summary>A sparsity that grows along a curve, over the updates of a training or over rounds.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
static class Ramp
{
    /// <summary>What decimals beyond this say depends on the machine's powers.</summary>
    private const int Digits = 12;

    /// <summary>
    /// The sparsity at a point of the way: <c>cubic</c> is <c>end + (start - end)(1 - progress)^3</c> (Zhu and Gupta, 2017),
    /// <c>exponential</c> multiplies the share that is kept by the same factor in equal parts of the way.
    /// </summary>
    /// <param name="curve">The form.</param>
    /// <param name="start">The sparsity at the start, in [0, 1).</param>
    /// <param name="end">The sparsity at the end, in [0, 1).</param>
    /// <param name="progress">How far it is, in [0, 1].</param>
    /// <returns>Exactly <paramref name="start"/> at 0, and exactly <paramref name="end"/> at 1.</returns>
    public static decimal At(Curve curve, decimal start, decimal end, decimal progress)
    {
        decimal left = 1 - progress;
        return curve switch
        {
            _ when progress >= 1 => end,
            Curve.Cubic => end + ((start - end) * left * left * left),
            Curve.Linear => end + ((start - end) * left),
            _ when progress <= 0 => start,
            _ => decimal.Round(
                1 - ((1 - start) * (decimal)System.Math.Pow((double)((1 - end) / (1 - start)), (double)progress)),
                Digits
            ),
        };
    }
}
