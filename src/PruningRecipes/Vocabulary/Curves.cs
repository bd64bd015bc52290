namespace PruningRecipes;

/// <summary>Where a curve is on its way: the same for the rounds of a stage and for a training.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
static class Curves
{
    /// <summary>What is kept at a point of the way.</summary>
    /// <param name="curve">How it falls.</param>
    /// <param name="from">What is kept at the start: a share or a number of units.</param>
    /// <param name="to">What is kept at the end.</param>
    /// <param name="progress">The point, in [0, 1].</param>
    public static decimal Kept(Curve curve, decimal from, decimal to, decimal progress)
    {
        decimal rest = 1 - progress;
        return curve switch
        {
            _ when progress == 1 || from == to => to,
            _ when progress == 0 => from,
            Curve.Linear => from + ((to - from) * progress),
            Curve.Cubic => to + ((from - to) * rest * rest * rest),
            // A decimal takes 15 digits of the power: those that all machines agree on.
            _ => from * (decimal)System.Math.Pow((double)(to / from), (double)progress),
        };
    }

    /// <summary>How many units are kept after a round, to nearest, ties to even; the last round is exact.</summary>
    /// <param name="curve">How their number falls.</param>
    /// <param name="from">Their number before the first round.</param>
    /// <param name="to">Their number after the last round.</param>
    /// <param name="round">The round, from 1.</param>
    /// <param name="rounds">How many there are.</param>
    public static long Kept(Curve curve, long from, long to, int round, int rounds) =>
        (long)decimal.Round(Kept(curve, from, to, (decimal)round / rounds), 0, System.MidpointRounding.ToEven);
}
