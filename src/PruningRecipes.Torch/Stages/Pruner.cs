namespace PruningRecipes.Torch;

/// <summary>Scores, selects and masks.</summary>
internal static class Pruner
{
    /// <summary>
    /// Changes the masks, in as many rounds as the stage says; between two of them the weights follow. After the last one
    /// they are left to <see cref="MaskKeeper"/>.
    /// </summary>
    /// <param name="context">The layers, what is asked for, and what scores look at.</param>
    /// <exception cref="RecipeException">
    /// The sparsity would have to fall, more is asked for than there is, a layer has no units of the grain, or a score is not
    /// a number; masks and weights are as before.
    /// </exception>
    public static void Prune(ScoringContext context)
    {
        if (context.Layers.Count == 0)
        {
            throw new RecipeException("There is no layer to prune.");
        }

        PruneStage stage = context.Stage;
        using var scratch = new ScratchLayers(context.Layers, ChangesWeights(stage));
        var layers = new List<UnitLayer>();
        try
        {
            foreach (MaskedLayer layer in context.Layers)
            {
                layers.Add(new UnitLayer(layers.Count, layer, stage));
            }

            RequireRecoverable(stage);
            UnitPool[] pools = UnitPools.Of(layers, stage, context.CountPositions);
            foreach (UnitPool pool in pools)
            {
                pool.RequireEnough();
            }

            if (stage is { Recovers: true, Rounds: > 1 })
            {
                Recover(context, layers, pools);
            }
            else
            {
                PruneRounds(context, layers, pools);
            }

            if (Scorers.Of(stage) is IFilterRemoval removal)
            {
                removal.Accompany(context);
            }

            if (stage.Allocation == Allocation.Global)
            {
                layers.ForEach(layer => layer.Layer.IsRanked = true);
            }

            scratch.Keep();
        }
        finally
        {
            layers.ForEach(layer => layer.Dispose());
        }
    }

    /// <summary>Whether a stage itself sets weights, and does not leave them all to <see cref="MaskKeeper"/>.</summary>
    public static bool ChangesWeights(PruneStage stage) =>
        stage.Rounds > 1 || Scorers.Of(stage) is ILayerwisePruner or IWeightUpdate;

    private static void PruneRounds(ScoringContext context, List<UnitLayer> layers, UnitPool[] pools)
    {
        int rounds = context.Stage.Rounds;
        for (int round = 1; round <= rounds; round++)
        {
            PruneOnce(context, layers, pools, round);
            if (round < rounds)
            {
                layers.ForEach(layer => layer.Layer.Mask.Bits.Apply(layer.Layer.Weights));
            }
        }
    }

    /// <summary>
    /// Each round selects anew among all that was kept before the stage (de Jorge et al., ICLR 2021): the model has the
    /// weights of the round before, and those that it has not may return with the values that they had.
    /// </summary>
    private static void Recover(ScoringContext context, List<UnitLayer> layers, UnitPool[] pools)
    {
        context.RememberWeights();
        using var before = new SavedMasks(layers.Select(layer => layer.Layer.Mask.Bits));
        for (int round = 1; round <= context.Stage.Rounds; round++)
        {
            before.Restore();
            layers.ForEach(layer => layer.Gather());
            PruneOnce(context, layers, pools, round);
            WriteRemembered(context, layers);
        }
    }

    private static void PruneOnce(ScoringContext context, List<UnitLayer> layers, UnitPool[] pools, int round)
    {
        Scorer scorer = Scorers.Of(context.Stage);
        context.LetGo();
        if (scorer is ILayerwisePruner layerwise && IsLayerwise(context.Stage, pools))
        {
            PruneLayerwise(layerwise, context, pools.Cast<RankedPool>(), round);
            return;
        }

        ScoredLayer[] scored =
        [
            .. layers.Zip(scorer.Score(context), (layer, scores) => layer.Score(context, scores, scorer.Pooling)),
        ];
        foreach (UnitPool pool in pools)
        {
            pool.Prune(scored, context.Stage, round);
        }

        layers.ForEach(layer => layer.Scatter());
        if (scorer is IWeightUpdate update)
        {
            Update(update, context, layers);
        }
    }

    private static bool IsLayerwise(PruneStage stage, UnitPool[] pools) =>
        stage.Allocation != Allocation.Global
        && pools.All(pool => pool is RankedPool { Layers: [{ Grain.Kind: Grain.Weight }] });

    private static void PruneLayerwise(
        ILayerwisePruner pruner,
        ScoringContext context,
        IEnumerable<RankedPool> pools,
        int round
    )
    {
        foreach (RankedPool pool in pools)
        {
            UnitLayer layer = pool.Layers[0];
            using ScoringContext ofLayer = context.Of(layer.Index);
            pruner.Prune(ofLayer, pool.Count(context.Stage, round));
            layer.Layer.Mask.Bits.CopyKept(context.Weights(layer.Index), layer.Layer.Weights);
            context.LetGo();
        }
    }

    private static void Update(IWeightUpdate update, ScoringContext context, List<UnitLayer> layers)
    {
        foreach (UnitLayer layer in layers)
        {
            using ScoringContext ofLayer = context.Of(layer.Index);
            update.Update(ofLayer);
            layer.Layer.Mask.Bits.Apply(layer.Layer.Weights);
            context.LetGo();
        }
    }

    private static void RequireRecoverable(PruneStage stage)
    {
        if (stage is { Recovers: true, Rounds: > 1 } && Scorers.Of(stage) is IWeightUpdate)
        {
            throw new RecipeException(
                $"The score {stage.Score} changes the weights that it keeps, so what it prunes cannot recover as it was."
            );
        }
    }

    private static void WriteRemembered(ScoringContext context, List<UnitLayer> layers) =>
        layers.ForEach(layer => layer.Layer.Mask.Bits.CopyKept(context.Weights(layer.Index), layer.Layer.Weights));
}
