using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>A recipe prunes one model: a trainer of another would train what is never pruned.</summary>
internal static class TrainerRules
{
    public static void Check(UsageScope scope)
    {
        foreach (UsageEvent run in scope.Of(UsageKind.Run))
        {
            if (
                scope.Variables.ModelOfRecipe(run.Variable) is { } model
                && IsNew(scope, model)
                && ((IInvocationOperation)run.Operation).Argument(0) is { } trainer
                && Creation(scope, trainer) is { } creation
                && Other(scope, creation, model) is { } other
            )
            {
                scope.Report(
                    trainer.Syntax.GetLocation(),
                    Rules.TrainerForAnotherModel,
                    [other.Name, run.Variable.Name, model.Name]
                );
            }
        }
    }

    private static IObjectCreationOperation? Creation(UsageScope scope, IOperation trainer)
    {
        IOperation value = trainer.Unwrap();
        IObjectCreationOperation? creation =
            value as IObjectCreationOperation
            ?? (scope.Variables.Find(value) is { IsStable: true } variable ? variable.Creation : null);
        return creation is not null && scope.Types.IsTrainer(creation.Type) ? creation : null;
    }

    /// <summary>The one model of the same class that the trainer got instead of the recipe's.</summary>
    private static Variable? Other(UsageScope scope, IObjectCreationOperation creation, Variable model)
    {
        Variable?[] models =
        [
            .. creation
                .Arguments.Where(argument =>
                    SymbolEqualityComparer.Default.Equals(argument.Value.Unwrap().Type, model.Type)
                )
                .Select(argument => scope.Variables.Find(argument.Value)),
        ];
        return models is [{ IsStable: true } other] && other != model && IsNew(scope, other) ? other : null;
    }

    /// <summary>Whether a local is an object of its own, made of nothing that could be another model.</summary>
    private static bool IsNew(UsageScope scope, Variable model) =>
        model is { IsStable: true, Creation: { Initializer: null } creation }
        && !creation
            .Arguments.SelectMany(argument => argument.Value.DescendantsAndSelf())
            .Any(part => scope.Types.IsModule(part.Type) || part is IAnonymousFunctionOperation);
}
