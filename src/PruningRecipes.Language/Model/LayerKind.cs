namespace PruningRecipes.Language;

/// <summary>The kinds of layers that the compiler tells apart.</summary>
internal enum LayerKind
{
    Linear,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose,
    Embedding,
    Norm,
    Other,
}

internal static class LayerKinds
{
    /// <summary>Whether the weight of such a layer is pruned unless the recipe says otherwise.</summary>
    public static bool IsPrunable(this LayerKind kind) =>
        kind is LayerKind.Linear or LayerKind.Conv1d or LayerKind.Conv2d or LayerKind.Conv3d;
}
