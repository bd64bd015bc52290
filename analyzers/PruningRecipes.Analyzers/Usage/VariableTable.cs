using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PruningRecipes.FrontEnd;

namespace PruningRecipes.Analyzers;

/// <summary>The variables of a member that hold recipes, models, optimizers and trainers.</summary>
internal sealed class VariableTable
{
    private readonly Dictionary<ISymbol, Variable> _variables = new(SymbolEqualityComparer.Default);
    private readonly UsageTypes _types;

    private VariableTable(UsageTypes types) => _types = types;

    public IEnumerable<Variable> All => _variables.Values;

    /// <summary>Reads a member; null if it uses no recipe, so that nothing about it is to be found.</summary>
    public static VariableTable? Read(IEnumerable<IOperation> blocks, UsageTypes types)
    {
        VariableTable table = new(types);
        foreach (IOperation block in blocks)
        {
            foreach (IOperation operation in block.DescendantsAndSelf())
            {
                table.Read(operation);
            }
        }

        return table._variables.Values.Any(variable => types.IsRecipe(variable.Type)) ? table : null;
    }

    public Variable? Find(IOperation? reference) =>
        References.SymbolOf(reference) is { } symbol && _variables.TryGetValue(symbol, out Variable? variable)
            ? variable
            : null;

    /// <summary>The local function that a call is of.</summary>
    public Variable? FunctionOf(IInvocationOperation call) =>
        _variables.TryGetValue(call.TargetMethod, out Variable? function) ? function : null;

    /// <summary>The variable with the model that a recipe was made for.</summary>
    public Variable? ModelOfRecipe(Variable recipe) =>
        recipe is { IsStable: true, Creation: { } creation } && _types.IsRecipe(creation.Type)
            ? StableArgument(creation, 0)
            : null;

    /// <summary>The variable with the model whose parameters an optimizer was made over, all of them.</summary>
    public Variable? ModelOfOptimizer(Variable optimizer) =>
        optimizer.IsStable
        && ArgumentsOf(optimizer.Value)
            .Select(argument => argument.Value.Unwrap())
            .OfType<IInvocationOperation>()
            .FirstOrDefault(call => call.TargetMethod.Name is "parameters" or "named_parameters")
            is { Instance: { } model }
        && Find(model) is { IsStable: true } variable
            ? variable
            : null;

    /// <summary>The variable that is an argument, if it never changes.</summary>
    public Variable? StableArgument(IObjectCreationOperation creation, int ordinal) =>
        creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal) is { } argument
        && Find(argument.Value) is { IsStable: true } variable
            ? variable
            : null;

    /// <summary>The arguments of what makes an optimizer.</summary>
    private ImmutableArray<IArgumentOperation> ArgumentsOf(IOperation? value) =>
        value switch
        {
            IInvocationOperation call when _types.IsOptimizerFactory(call.TargetMethod) => call.Arguments,
            IObjectCreationOperation creation when _types.IsOptimizer(creation.Type) => creation.Arguments,
            _ => [],
        };

    private void Read(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation declarator when _types.IsOfInterest(declarator.Symbol.Type):
                Variable declared = Of(declarator.Symbol);
                declared.Declaration = declarator;
                declared.Value = declarator.GetVariableInitializer()?.Value.Unwrap();
                declared.IsDisposed |= IsUsing(declarator);
                break;
            case ILocalReferenceOperation local when _types.IsOfInterest(local.Type):
                Read(local, Of(local.Local));
                break;
            case IParameterReferenceOperation parameter when _types.IsOfInterest(parameter.Type):
                Read(parameter, Of(parameter.Parameter));
                break;
            case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } function }:
                _ = Of(function);
                break;
        }
    }

    private void Read(IOperation reference, Variable variable)
    {
        IOperation use = References.WithConversions(reference);
        if (References.IsAssigned(use))
        {
            variable.IsReassigned = true;
        }
        else if (References.CallOn(use) is { } call)
        {
            variable.IsDisposed |= call.TargetMethod.Name == nameof(IDisposable.Dispose);
        }
        else if (References.PropertyOf(use) is null)
        {
            variable.Escapes = true;
        }
    }

    private Variable Of(ISymbol symbol)
    {
        if (!_variables.TryGetValue(symbol, out Variable? variable))
        {
            _variables.Add(symbol, variable = new Variable(symbol));
        }

        return variable;
    }

    private static bool IsUsing(IVariableDeclaratorOperation declarator) =>
        declarator.Parent?.Parent
            is IVariableDeclarationGroupOperation { Parent: IUsingDeclarationOperation or IUsingOperation };
}
