namespace PruningRecipes.Language;

internal static class StageWalk
{
    /// <summary>All stages, repeats and their bodies included, in the order of the text.</summary>
    public static IEnumerable<BoundStage> Flatten(this EquatableArray<BoundStage> stages) =>
        stages.SelectMany(stage => stage is BoundRepeat repeat ? [stage, .. repeat.Body.Flatten()] : new[] { stage });
}
