namespace PruningRecipes.Language;

internal static class StageWalk
{
    /// <summary>What a stage prunes, as a stage or while it trains.</summary>
    public static IEnumerable<BoundPruning> Prunings(this BoundStage stage) =>
        stage switch
        {
            BoundPrune prune => [prune.Pruning],
            BoundUnify unify => [unify.Pruning],
            BoundSearch search => [search.Pruning],
            BoundTrain train => train.During.Select(Pruning).OfType<BoundPruning>(),
            _ => [],
        };

    /// <summary>What a stage measures, as a stage or while it trains.</summary>
    public static IEnumerable<BoundMetric> Metrics(this BoundStage stage) =>
        stage switch
        {
            BoundEvaluate evaluate => evaluate.Metrics,
            BoundTrain train => train.During.OfType<BoundEvaluateAction>().SelectMany(action => action.Metrics),
            _ => [],
        };

    private static BoundPruning? Pruning(BoundAction action) =>
        action switch
        {
            BoundRamp ramp => ramp.Pruning,
            BoundStraightThrough through => through.Pruning,
            BoundConstrain constrain => constrain.Pruning,
            _ => null,
        };

    /// <summary>Whether a stage learns weights.</summary>
    public static bool Trains(this BoundStage stage) => stage is BoundTrain or BoundFit or BoundEnsemble;

    /// <summary>The names of the snapshots that a stage saves, as a stage or while it trains.</summary>
    public static IEnumerable<Located<string>> Saves(this BoundStage stage) =>
        stage switch
        {
            BoundSnapshot snapshot => [snapshot.Name],
            BoundTrain train => train.During.OfType<BoundSnapshotAction>().Select(action => action.Name),
            _ => [],
        };

    /// <summary>All stages, repeats and their bodies included, in the order of the text.</summary>
    public static IEnumerable<BoundStage> Flatten(this EquatableArray<BoundStage> stages) =>
        stages.SelectMany(stage => stage is BoundRepeat repeat ? [stage, .. repeat.Body.Flatten()] : new[] { stage });
}
