namespace PruningRecipes.Language;

/// <summary>Works out the public members of a recipe's class, from whatever could be bound.</summary>
internal static class SurfaceBuilder
{
    public static RecipeSurface Build(BoundRecipe? recipe, LayerChoice layers)
    {
        BoundStage[] stages = [.. recipe?.Stages.Flatten() ?? []];
        var snapshotNames = new MemberNames([]);
        Dictionary<string, SurfaceSnapshot> snapshots = stages
            .SelectMany(stage => stage is BoundRewind rewind ? [rewind.To] : stage.Saves())
            .Select(name => name.Value)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(
                name => name,
                name => new SurfaceSnapshot(name, snapshotNames.Take(name)),
                StringComparer.Ordinal
            );
        return new RecipeSurface(
            recipe?.Name.Value ?? "recipe",
            recipe?.Title ?? "recipe",
            Parameters(recipe),
            Masks(layers),
            stages.SelectMany(StageWalk.Saves).Select(name => snapshots[name.Value]).Distinct().ToEquatableArray(),
            stages.OfType<BoundRewind>().Select(stage => snapshots[stage.To.Value]).Distinct().ToEquatableArray(),
            stages.OfType<BoundPrune>().Count(),
            stages.OfType<BoundReinit>().Count()
        )
        {
            PrunesOfRound = stages
                .OfType<BoundPrune>()
                .Where(prune => UsesRound(prune.Pruning))
                .Select(prune => prune.Ordinal)
                .ToEquatableArray(),
        };
    }

    private static bool UsesRound(BoundPruning pruning) =>
        pruning
            is { Amount.Value.IsRound: true }
                or { Rounds.IsRound: true }
                or { Data.IsOfRound: true }
                or { Temperature.IsRound: true };

    private static EquatableArray<SurfaceParameter> Parameters(BoundRecipe? recipe)
    {
        if (recipe is null)
        {
            return [];
        }

        var members = new MemberNames([.. MemberNames.OfRecords, "RecipeParameters"]);
        return recipe
            .Parameters.Select(parameter =>
            {
                Interval range = parameter.DeclaredRange ?? WholeRange(parameter);
                return new SurfaceParameter(
                    parameter.Name.Value,
                    members.Take(parameter.Name.Value),
                    parameter.Type,
                    parameter.Default.Value,
                    range.Minimum,
                    range.Maximum
                )
                {
                    Unit = parameter.Unit,
                };
            })
            .ToEquatableArray();
    }

    /// <summary>What a parameter's type allows where the recipe does not say; a ratio stays below 1 by itself.</summary>
    private static Interval WholeRange(BoundParameter parameter) =>
        parameter.Type switch
        {
            ParameterType.Count => new Interval(Math.Min(1, parameter.Default.Value), int.MaxValue),
            ParameterType.Ratio => new Interval(0, 1),
            ParameterType.Span => new Interval(0, parameter.Unit == TrainingUnit.Share ? 1 : int.MaxValue),
            ParameterType.Factor => new Interval(1, decimal.MaxValue),
            _ => new Interval(decimal.MinValue, decimal.MaxValue),
        };

    private static EquatableArray<SurfaceMask> Masks(LayerChoice layers)
    {
        var members = new MemberNames([.. MemberNames.OfRecords, "LayerMasks", "All", "Sparsity"]);
        return layers
            .Layers.Select(layer => new SurfaceMask(
                layer.Shape.WeightPath,
                members.Take(layer.Shape.Path),
                layer.Shape.Weight
            ))
            .ToEquatableArray();
    }
}
