namespace PruningRecipes;

/// <summary>What the number that a prune stage gives stands for.</summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
enum AmountKind
{
    /// <summary>The share of zeros among all prunable weights after the stage, in [0, 1).</summary>
    Sparsity,

    /// <summary>The share to prune of the weights that remain, in [0, 1).</summary>
    Remove,

    /// <summary>The share to keep of all prunable weights, in (0, 1]: a sparsity of 1 - keep.</summary>
    Keep,

    /// <summary>The factor by which the number of weights falls, above 1: a sparsity of 1 - 1/compression.</summary>
    Compression,

    /// <summary>The number of weights to prune: of each layer under <c>layer</c>, in all under <c>global</c>.</summary>
    Count,

    /// <summary>
    /// The share of the forward pass's operations that is gone after the stage, in [0, 1); only whole structures remove any. Of
    /// one layer, it is the share of its units.
    /// </summary>
    Flops,
}

/// <summary>
/// How many units a prune stage takes. One place for the arithmetic: the checker proves with it what the runtime then
/// does with it. Decimal throughout, so that 55% of 100 is 55; rounded to nearest, ties to even.
/// </summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
static class Amount
{
    /// <summary>The number of units to prune now.</summary>
    /// <param name="kind">What <paramref name="value"/> stands for.</param>
    /// <param name="value">The recipe's number.</param>
    /// <param name="scale">The factor of the layer's rule; 1 without a rule. Multiplies what is asked for.</param>
    /// <param name="units">All units, pruned ones included.</param>
    /// <param name="pruned">The units that are pruned already.</param>
    /// <returns>The number of further units to prune; negative if the sparsity would have to fall.</returns>
    public static long ToPrune(AmountKind kind, decimal value, decimal scale, long units, long pruned) =>
        kind switch
        {
            AmountKind.Remove => Round(value * scale * (units - pruned)),
            AmountKind.Count => Round(value * scale),
            // Divided last: 1/2.16 has no end, but 81/2.16 is 37.5.
            AmountKind.Compression => Round((scale * units) - (scale * units / value)) - pruned,
            _ => Round(TargetSparsity(kind, value) * scale * units) - pruned,
        };

    /// <summary>The sparsity that an absolute amount asks for.</summary>
    /// <param name="kind"><see cref="AmountKind.Sparsity"/>, <see cref="AmountKind.Keep"/>, <see cref="AmountKind.Compression"/>, or <see cref="AmountKind.Flops"/> of one layer.</param>
    /// <param name="value">The recipe's number.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The amount is relative.</exception>
    public static decimal TargetSparsity(AmountKind kind, decimal value) =>
        kind switch
        {
            AmountKind.Sparsity or AmountKind.Flops => value,
            AmountKind.Keep => 1m - value,
            AmountKind.Compression => 1m - (1m / value),
            _ => throw new System.ArgumentOutOfRangeException(nameof(kind), kind, "A relative amount has no target."),
        };

    private static long Round(decimal units) => (long)decimal.Round(units, 0, System.MidpointRounding.ToEven);
}
