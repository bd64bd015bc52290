namespace PruningRecipes.Language;

/// <summary>The units of a layer in a grain: how many, and of how many weights each.</summary>
internal readonly record struct GrainUnits(long Count, long Size)
{
    /// <summary>The units of a layer that the grain fits; null where that is unknown.</summary>
    public static GrainUnits? Of(LayerShape layer, GrainSpec grain)
    {
        if (layer.WeightCount is not { } weights)
        {
            return null;
        }

        long? count = grain.Kind switch
        {
            Grain.Weight or Grain.NOfM => weights,
            Grain.Block => weights / ((long)grain.First * grain.Second),
            Grain.Filter or Grain.Row => layer.Weight[0].Value,
            Grain.Channel => layer.Weight[1].Value,
            Grain.Kernel => layer.Weight[0].Value * layer.Weight[1].Value,
            Grain.Column => weights / layer.Weight[0].Value,
            _ => null,
        };
        return count is { } units and > 0 ? new GrainUnits(units, weights / units) : null;
    }
}
