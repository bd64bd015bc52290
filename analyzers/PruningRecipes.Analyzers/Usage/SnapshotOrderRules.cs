using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>The rules for the order of snapshots, rewinds and training in a loop of one's own.</summary>
internal static class SnapshotOrderRules
{
    private const string Initial = "Init";

    public static void Check(UsageScope scope)
    {
        foreach (UsageEvent rewind in scope.Of(UsageKind.Rewind))
        {
            CheckRewind(scope, rewind);
        }

        foreach (UsageEvent snapshot in scope.Of(UsageKind.Snapshot).Where(item => item.Snapshot == Initial))
        {
            CheckInitial(scope, snapshot);
        }
    }

    /// <summary>A new recipe has no snapshots: a rewind that nothing came before fails.</summary>
    private static void CheckRewind(UsageScope scope, UsageEvent rewind)
    {
        Variable recipe = rewind.Variable;
        if (
            recipe.Creation is not null
            && !scope.Graph.MayFollow(
                rewind,
                item =>
                    item.Variable == recipe
                    && (
                        item.Kind is UsageKind.Run or UsageKind.Unknown
                        || (item.Kind == UsageKind.Snapshot && item.Snapshot == rewind.Snapshot)
                    ),
                item => item.Is(UsageKind.Assigned, recipe)
            )
        )
        {
            scope.ReportAtCall(rewind, Rules.RewindBeforeSnapshot, [recipe.Name, rewind.Snapshot!]);
        }
    }

    private static void CheckInitial(UsageScope scope, UsageEvent snapshot)
    {
        Variable recipe = snapshot.Variable;
        Variable? model = scope.Variables.ModelOfRecipe(recipe);
        if (
            scope
                .Graph.Events.Where(item => Trains(scope, item, recipe))
                .Any(training =>
                    scope.Graph.Reaches(training, item => item == snapshot, IsNewStart)
                    && !scope.Graph.Reaches(snapshot, item => item == training, _ => false)
                )
        )
        {
            scope.ReportAtCall(snapshot, Rules.InitialSnapshotTooLate, [recipe.Name]);
        }

        bool IsNewStart(UsageEvent item) =>
            (
                item.Variable == recipe
                && item.Kind is UsageKind.Assigned or UsageKind.Reinit or UsageKind.Rewind or UsageKind.Unknown
            ) || (item.Variable == model && item.Kind is UsageKind.Assigned or UsageKind.Load or UsageKind.Unknown);
    }

    private static bool Trains(UsageScope scope, UsageEvent item, Variable recipe) =>
        item.Is(UsageKind.Run, recipe) || (item.Kind == UsageKind.Step && scope.Moves(item.Variable, recipe));
}
