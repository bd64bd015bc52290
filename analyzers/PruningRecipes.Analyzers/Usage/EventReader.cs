using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PruningRecipes.Analyzers;

/// <summary>Reads what happens to variables off the operations of a control flow graph.</summary>
internal sealed class EventReader(VariableTable variables, UsageTypes types)
{
    private const string SnapshotPrefix = "Snapshot";
    private const string RewindPrefix = "RewindTo";

    /// <summary>The events of a block in the order in which they happen: a call comes after its arguments.</summary>
    public IEnumerable<UsageEvent> Read(IEnumerable<IOperation> operations) =>
        operations.SelectMany(operation =>
            operation
                .DescendantsAndSelf()
                .Select(Read)
                .OfType<UsageEvent>()
                .OrderBy(happened => happened.Operation.Syntax.Span.End)
        );

    private UsageEvent? Read(IOperation operation)
    {
        if (operation is IInvocationOperation invocation && variables.FunctionOf(invocation) is { } function)
        {
            return new UsageEvent(UsageKind.Call, function, invocation);
        }

        if (
            operation is not (ILocalReferenceOperation or IParameterReferenceOperation)
            || variables.Find(operation) is not { IsStable: true } variable
        )
        {
            return null;
        }

        IOperation use = References.WithConversions(operation);
        if (References.IsNullCheck(use))
        {
            return null;
        }

        if (References.IsAssigned(use))
        {
            return new UsageEvent(UsageKind.Assigned, variable, use.Parent!);
        }

        if (References.CallOn(use) is { } call)
        {
            return types.IsRecipe(variable.Type) ? OnRecipe(variable, call)
                : types.IsModule(variable.Type) ? OnModel(variable, call)
                : types.IsOptimizer(variable.Type) && call.TargetMethod.Name == "step"
                    ? new UsageEvent(UsageKind.Step, variable, call)
                : null;
        }

        if (types.IsRecipe(variable.Type))
        {
            return References.PropertyOf(use) is { } property
                ? Property(variable, property)
                : new UsageEvent(UsageKind.Unknown, variable, operation);
        }

        return types.IsModule(variable.Type) ? Elsewhere(variable, use) : null;
    }

    private UsageEvent? OnRecipe(Variable recipe, IInvocationOperation call)
    {
        string name = call.TargetMethod.Name;
        bool isPlain = call.TargetMethod is { Parameters.IsEmpty: true, ReturnsVoid: true };
        return name switch
        {
            "Run" => new UsageEvent(UsageKind.Run, recipe, call),
            "Attach" => new UsageEvent(
                UsageKind.Attach,
                recipe,
                call,
                Argument: call.Arguments is [{ Value: var value }]
                && variables.Find(value) is { IsStable: true } argument
                    ? argument
                    : null
            ),
            "BeforeOptimizerStep" => new UsageEvent(UsageKind.BeforeStep, recipe, call),
            "AfterOptimizerStep" => new UsageEvent(UsageKind.AfterStep, recipe, call),
            nameof(IDisposable.Dispose) => new UsageEvent(UsageKind.Dispose, recipe, call),
            _ when IsPrune(call.TargetMethod) => new UsageEvent(UsageKind.Prune, recipe, call),
            _ when isPlain && IsNumbered(name, "Reinit") => new UsageEvent(UsageKind.Reinit, recipe, call),
            _ when isPlain && name.StartsWith(SnapshotPrefix, StringComparison.Ordinal) => new UsageEvent(
                UsageKind.Snapshot,
                recipe,
                call,
                name.Substring(SnapshotPrefix.Length)
            ),
            _ when isPlain && name.StartsWith(RewindPrefix, StringComparison.Ordinal) => new UsageEvent(
                UsageKind.Rewind,
                recipe,
                call,
                name.Substring(RewindPrefix.Length)
            ),
            _ => new UsageEvent(UsageKind.Unknown, recipe, call),
        };
    }

    /// <summary>Masks are taken unless only a figure is read of them.</summary>
    private static UsageEvent? Property(Variable recipe, IPropertyReferenceOperation property)
    {
        if (property.Property.Name == "Parameters")
        {
            return null;
        }

        while (property.Parent is IPropertyReferenceOperation inner && inner.Instance == property)
        {
            property = inner;
        }

        return property.Type is { SpecialType: not SpecialType.None }
            ? null
            : new UsageEvent(UsageKind.Masks, recipe, property);
    }

    private static UsageEvent? OnModel(Variable model, IInvocationOperation call) =>
        call.TargetMethod.Name switch
        {
            "load" or "load_state_dict" => new UsageEvent(UsageKind.Load, model, call),
            "save" or "state_dict" => new UsageEvent(UsageKind.Save, model, call),
            "call"
            or "forward"
            or "parameters"
            or "named_parameters"
            or "buffers"
            or "named_buffers"
            or "train"
            or "eval"
            or "zero_grad"
            or nameof(IDisposable.Dispose) => null,
            _ => new UsageEvent(UsageKind.Unknown, model, call),
        };

    private UsageEvent? Elsewhere(Variable model, IOperation use) =>
        References.ArgumentOf(use) switch
        {
            IInvocationOperation call when types.IsModuleExtension(call.TargetMethod) => call.TargetMethod.Name
                is "cpu"
                    or "float"
                ? null
                : new UsageEvent(UsageKind.Convert, model, call),
            IObjectCreationOperation creation when types.IsRecipe(creation.Type) || types.IsTrainer(creation.Type) =>
                null,
            _ => new UsageEvent(UsageKind.Unknown, model, use),
        };

    /// <summary>Whether a method is a prune stage's, which takes the number of the round where its amounts depend on it.</summary>
    private static bool IsPrune(IMethodSymbol method) =>
        method is { ReturnsVoid: true, Parameters: [] or [{ Type.SpecialType: SpecialType.System_Int32 }] }
        && IsNumbered(method.Name, "Prune");

    /// <summary>Whether a name is a stage's: alone, or with its number.</summary>
    private static bool IsNumbered(string name, string stage) =>
        name.StartsWith(stage, StringComparison.Ordinal) && name.Skip(stage.Length).All(char.IsDigit);
}
