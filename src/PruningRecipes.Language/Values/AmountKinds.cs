namespace PruningRecipes.Language;

internal static class AmountKinds
{
    /// <summary>Whether an amount is a share to reach, of weights or of operations, and not of what is left.</summary>
    public static bool IsTarget(this AmountKind kind) =>
        kind is AmountKind.Sparsity or AmountKind.Keep or AmountKind.Compression or AmountKind.Flops;
}
