using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>The rules for loops of one's own: what moves or replaces weights must be followed by the masks.</summary>
internal static class MaskingRules
{
    public static void Check(UsageScope scope)
    {
        Variable[] recipes = [.. scope.Recipes];
        foreach (UsageEvent step in scope.Steps)
        {
            foreach (Variable recipe in recipes)
            {
                if (
                    (
                        (IsPaired(scope, step, recipe) || IsPruned(scope, step, recipe))
                        && StaysUnmasked(scope, step, recipe)
                    ) || StaysUnmaskedInCaller(scope, step, recipe)
                )
                {
                    scope.ReportAtCall(
                        step,
                        Rules.StepWithoutMasks,
                        [step.Variable.Name, recipe.Name],
                        Remask(step, recipe)
                    );
                }
            }
        }

        foreach (Variable recipe in recipes)
        {
            CheckAttached(scope, recipe);
            CheckLoads(scope, recipe);
        }
    }

    /// <summary>Whether the recipe masked the gradients for this very step, whatever the path.</summary>
    private static bool IsPaired(UsageScope scope, UsageEvent step, Variable recipe) =>
        scope.Graph.IsAlwaysAfter(
            step,
            item => item.Is(UsageKind.BeforeStep, recipe),
            item => item.Kind == UsageKind.Step || item.Bounds(recipe)
        );

    /// <summary>
    /// Whether the step moves weights that were pruned: on every path, or on one where nobody ever calls
    /// <c>AfterOptimizerStep</c>, so that no condition can have to do with it.
    /// </summary>
    private static bool IsPruned(UsageScope scope, UsageEvent step, Variable recipe)
    {
        if (!scope.Moves(step.Variable, recipe))
        {
            return false;
        }

        return scope.Graph.IsAlwaysAfter(step, IsPruning, item => item.Bounds(recipe))
            || (
                IsNeverMasked(scope, recipe)
                && scope
                    .Graph.Events.Where(IsPruning)
                    .Any(prune => scope.Graph.Reaches(prune, item => item == step, item => item.Bounds(recipe)))
            );

        bool IsPruning(UsageEvent item) => IsPruningBy(recipe, item);
    }

    private static bool IsPruningBy(Variable recipe, UsageEvent item) =>
        item.Is(UsageKind.Prune, recipe) || item.Is(UsageKind.Run, recipe);

    private static bool IsNeverMasked(UsageScope scope, Variable recipe) =>
        !scope.MemberEvents.Any(item =>
            item.Variable == recipe && item.Kind is UsageKind.AfterStep or UsageKind.Masks or UsageKind.Unknown
        );

    /// <summary>
    /// Whether the step is in a local function that is called after a prune, where nobody ever masks: and then is followed by
    /// itself, in the function or by another call, or by the end of the recipe's only user.
    /// </summary>
    private static bool StaysUnmaskedInCaller(UsageScope scope, UsageEvent step, Variable recipe)
    {
        if (
            scope.OwnerOf(recipe) is not { } caller
            || !scope.Graph.IsUninterrupted
            || !scope.Moves(step.Variable, recipe)
            || !IsNeverMasked(scope, recipe)
        )
        {
            return false;
        }

        bool returns = scope.Graph.Reaches(step, _ => false, item => item.Masks(recipe), orEnd: true);
        bool repeats = scope.Graph.Reaches(step, item => item == step, item => item.Masks(recipe));
        return caller
            .Events.Where(call =>
                call.Kind == UsageKind.Call
                && SymbolEqualityComparer.Default.Equals(call.Variable.Symbol, scope.Graph.Function)
            )
            .Any(call =>
                (
                    repeats
                    || (
                        returns
                        && caller.Reaches(call, item => item == call, item => item.Masks(recipe), recipe.IsOwned)
                    )
                )
                && caller
                    .Events.Where(item => IsPruningBy(recipe, item))
                    .Any(prune => caller.Reaches(prune, item => item == call, item => item.Bounds(recipe)))
            );
    }

    /// <summary>Whether the step is followed by itself without the masks in between, or by the end of the recipe's only user.</summary>
    private static bool StaysUnmasked(UsageScope scope, UsageEvent step, Variable recipe) =>
        scope.Graph.Reaches(step, item => item == step, item => item.Masks(recipe), orEnd: recipe.IsOwned);

    /// <summary>Optimizers with moments that a recipe guards in a loop and does not know.</summary>
    private static void CheckAttached(UsageScope scope, Variable recipe)
    {
        UsageEvent[] attached = [.. scope.Of(UsageKind.Attach).Where(item => item.Variable == recipe)];
        if (!recipe.IsOwned || attached.Any(item => IsUnknown(scope, item.Argument)))
        {
            return;
        }

        foreach (Variable optimizer in scope.Of(UsageKind.Step).Select(step => step.Variable).Distinct())
        {
            if (
                optimizer is { Declaration: { } declaration, IsFollowed: true }
                && scope.Moves(optimizer, recipe)
                && HasMoments(optimizer)
                && attached.All(item => item.Argument != optimizer)
                && scope
                    .Of(UsageKind.Step)
                    .Any(step => step.Variable == optimizer && IsGuardedInLoop(scope, step, recipe))
                && declaration.Syntax is VariableDeclaratorSyntax { Identifier: var identifier }
            )
            {
                scope.Report(
                    identifier.GetLocation(),
                    Rules.OptimizerNotAttached,
                    [optimizer.Name, recipe.Name],
                    IsDeclaredBefore(recipe, optimizer)
                        ? StatementInsertion.After(declaration.Syntax, $"{recipe.Name}.Attach({optimizer.Name});")
                        : null
                );
            }
        }
    }

    /// <summary>Whether an attached optimizer may be any.</summary>
    private static bool IsUnknown(UsageScope scope, Variable? optimizer) =>
        optimizer is null || scope.Variables.ModelOfOptimizer(optimizer) is null;

    private static bool IsGuardedInLoop(UsageScope scope, UsageEvent step, Variable recipe) =>
        scope.Graph.Reaches(step, item => item == step, item => item.Is(UsageKind.Assigned, step.Variable))
        && (
            IsPaired(scope, step, recipe)
            || scope.Graph.Reaches(
                step,
                item => item.Is(UsageKind.AfterStep, recipe),
                item => item.Kind == UsageKind.Step
            )
        );

    private static bool HasMoments(Variable optimizer) =>
        optimizer.Value is IInvocationOperation call
        && call.TargetMethod.Name switch
        {
            "Adam" or "AdamW" => true,
            "SGD" => call.Arguments.Any(argument =>
                argument.Parameter?.Name == "momentum"
                && argument.Value.ConstantValue is { HasValue: true, Value: double and not 0 }
            ),
            _ => false,
        };

    private static bool IsDeclaredBefore(Variable first, Variable second) =>
        first.Declaration?.Syntax.SpanStart < second.Declaration?.Syntax.SpanStart;

    /// <summary>Weights that are loaded over pruned ones, when no weights were saved since.</summary>
    private static void CheckLoads(UsageScope scope, Variable recipe)
    {
        if (!recipe.IsOwned || scope.Variables.ModelOfRecipe(recipe) is not { IsFollowed: true } model)
        {
            return;
        }

        foreach (UsageEvent load in scope.Of(UsageKind.Load).Where(item => item.Variable == model))
        {
            bool isPruned = scope.Graph.IsAlwaysAfter(
                load,
                item => item.Is(UsageKind.Prune, recipe) || item.Is(UsageKind.Run, recipe),
                item => item.Bounds(recipe) || item.Is(UsageKind.Save, model)
            );
            if (isPruned && scope.Graph.Reaches(load, item => item == load, item => item.Masks(recipe), orEnd: true))
            {
                scope.ReportAtCall(
                    load,
                    Rules.WeightsLoadedAfterPruning,
                    [model.Name, recipe.Name],
                    Remask(load, recipe)
                );
            }
        }
    }

    /// <summary>The masks after a statement, where the recipe's name is in scope.</summary>
    private static Edit? Remask(UsageEvent happened, Variable recipe)
    {
        SyntaxNode syntax = happened.Operation.Syntax;
        SyntaxNode? scope = recipe.Declaration?.Syntax.FirstAncestorOrSelf<StatementSyntax>()?.Parent;
        bool isInScope =
            scope is null or GlobalStatementSyntax
            || (scope.Span.Contains(syntax.Span) && recipe.Declaration!.Syntax.SpanStart < syntax.SpanStart);
        return isInScope ? StatementInsertion.After(syntax, $"{recipe.Name}.AfterOptimizerStep();") : null;
    }
}
