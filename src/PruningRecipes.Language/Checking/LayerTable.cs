using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>
/// The layers of a recipe as its walks see them: what neither a round nor the value of a parameter changes, worked out once
/// for all of them.
/// </summary>
internal sealed class LayerTable
{
    /// <summary>Stands for all layers, where none is known and no rule makes them differ.</summary>
    private static readonly ChosenLayer s_each = new(new LayerShape("", LayerKind.Other, [], LayerFlags.None), null);

    private readonly Dictionary<(GrainSpec, bool, Protection), EquatableArray<PrunedLayer>> _pruned = [];
    private readonly ImmutableArray<ChosenLayer> _layers;

    public LayerTable(BoundRecipe recipe, ModelShape model, LayerChoice choice)
    {
        choice = choice.Layers.IsEmpty && !model.IsComplete && recipe.Layers.Rules.Count == 0 ? new([s_each]) : choice;
        _layers = choice.Layers;
        Weights = [.. _layers.Select(layer => layer.Shape.WeightCount)];
        Total = model.IsComplete && Weights.All(weights => weights.HasValue) ? Weights.Sum() : null;
        Alike = LikeLayers.Of(choice);
    }

    public int Count => _layers.Length;

    /// <summary>The number of weights of each layer, where it is known.</summary>
    public ImmutableArray<long?> Weights { get; }

    /// <summary>The number of weights in all, where every shape is known.</summary>
    public long? Total { get; }

    public LikeLayers Alike { get; }

    /// <summary>How messages name a layer, or all of them.</summary>
    public string NameOf(int? layer) =>
        layer is not { } one ? "all layers together"
        : _layers[one] == s_each ? "each layer"
        : $"'{_layers[one].Shape.WeightPath}'";

    /// <summary>The layers in the units of a stage.</summary>
    public EquatableArray<PrunedLayer> In(BoundPruning pruning)
    {
        (GrainSpec, bool, Protection) key = (pruning.Grain.Value, pruning.HasOwnGrain, pruning.Protection);
        if (!_pruned.TryGetValue(key, out EquatableArray<PrunedLayer> layers))
        {
            layers = _layers.Select((layer, i) => PrunedLayer.Of(i, layer, pruning)).ToEquatableArray();
            _pruned.Add(key, layers);
        }

        return layers;
    }
}

/// <summary>A layer in the units of a stage.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Grain">In what the stage prunes it.</param>
/// <param name="Units">Its units, where they are known.</param>
/// <param name="Kept">How many of them are kept at least.</param>
internal sealed record PrunedLayer(int Index, ChosenLayer Layer, GrainSpec Grain, GrainUnits? Units, long Kept)
{
    public static PrunedLayer Of(int index, ChosenLayer layer, BoundPruning pruning)
    {
        GrainSpec grain = layer.GrainOf(pruning).Value;
        GrainUnits? units = GrainUnits.Of(layer.Shape, grain);
        return new PrunedLayer(index, layer, grain, units, pruning.Protection.Kept(units?.Count ?? 0));
    }
}
