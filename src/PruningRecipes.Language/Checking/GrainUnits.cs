namespace PruningRecipes.Language;

/// <summary>The units of a layer in a grain: how many, and of how many weights each.</summary>
internal readonly record struct GrainUnits(long Count, long Size)
{
    /// <summary>The units of a layer that the grain fits; null where that is unknown.</summary>
    public static GrainUnits? Of(LayerShape layer, GrainSpec grain)
    {
        if (layer.WeightCount is not { } weights || weights == 0)
        {
            return null;
        }

        long outputs = layer.Weight[0].Value!.Value;
        long inputs = layer.Weight.Count > 1 ? layer.Weight[1].Value!.Value : 1;
        return
            UnitTile.Of(grain, outputs, inputs, weights / (outputs * inputs)) is { } tile
            && tile.Rows * tile.Columns is var size
            && weights >= size
            ? new GrainUnits(weights / size, size)
            : null;
    }
}
