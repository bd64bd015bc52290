using PruningRecipes.Language;

namespace PruningRecipes.Tool.Explaining;

internal static class PlannedLayers
{
    /// <summary>The number of weights; null where a dimension is not known before the model is built.</summary>
    public static decimal? Weights(this PlannedLayer layer) =>
        layer.Shape.Aggregate((decimal?)1, (weights, dimension) => weights * dimension.Value);

    /// <summary>Whether the compiler saw all layers, and knows the size of each.</summary>
    public static bool HasAllSizes(this RecipePlan plan) =>
        plan.OpenLayers is null && plan.Layers.All(layer => layer.Weights() is not null);
}
