using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>Converting a model gives it new parameters: an optimizer made before moves the old ones.</summary>
internal static class OptimizerRules
{
    public static void Check(UsageScope scope)
    {
        foreach (UsageEvent conversion in scope.Of(UsageKind.Convert))
        {
            foreach (Variable optimizer in scope.Variables.All)
            {
                if (
                    scope.Variables.ModelOfOptimizer(optimizer) == conversion.Variable
                    && optimizer.IsFollowed
                    && IsMadeBefore(scope, optimizer, conversion)
                    && IsUsedAfter(scope, optimizer, conversion)
                )
                {
                    scope.ReportAtCall(
                        conversion,
                        Rules.ModelConvertedAfterOptimizer,
                        [conversion.Variable.Name, optimizer.Name]
                    );
                    break;
                }
            }
        }
    }

    private static bool IsMadeBefore(UsageScope scope, Variable optimizer, UsageEvent conversion) =>
        scope.Graph.IsAlwaysAfter(conversion, item => item.Is(UsageKind.Assigned, optimizer), _ => false);

    private static bool IsUsedAfter(UsageScope scope, Variable optimizer, UsageEvent conversion) =>
        scope.Graph.Reaches(
            conversion,
            item => item.Is(UsageKind.Step, optimizer) || (item.Kind == UsageKind.Attach && item.Argument == optimizer),
            item => item.Is(UsageKind.Assigned, optimizer)
        );
}
