namespace PruningRecipes.Language;

internal static class AmountKinds
{
    /// <summary>Whether an amount is a sparsity to reach, and neither a share of what is left nor of something else.</summary>
    public static bool IsTarget(this AmountKind kind) =>
        kind is AmountKind.Sparsity or AmountKind.Keep or AmountKind.Compression;
}
