namespace PruningRecipes;

/// <summary>How many weights an exchange takes.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
static class Rewiring
{
    /// <summary>What decimals beyond this say depends on the machine's cosine.</summary>
    private const int Digits = 12;

    /// <summary>The fraction at a point of the way: <c>cosine</c> is half of it times <c>1 + cos(pi progress)</c> (Evci et al., ICML 2020).</summary>
    /// <param name="decay">How it falls.</param>
    /// <param name="fraction">The fraction at the start, in (0, 1).</param>
    /// <param name="progress">How far it is, in [0, 1].</param>
    public static decimal FractionAt(FractionDecay decay, decimal fraction, decimal progress) =>
        decay switch
        {
            FractionDecay.Cosine => fraction
                * decimal.Round((1 + (decimal)System.Math.Cos(System.Math.PI * (double)progress)) / 2, Digits),
            FractionDecay.Linear => fraction * (1 - progress),
            _ => fraction,
        };
}
