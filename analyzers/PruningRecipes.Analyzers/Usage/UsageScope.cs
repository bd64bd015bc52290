using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>One function under analysis, as the rules see it.</summary>
internal sealed class UsageScope(UsageTypes types, VariableTable variables, FlowGraph graph, Action<Diagnostic> report)
{
    public UsageTypes Types => types;

    public VariableTable Variables => variables;

    public FlowGraph Graph => graph;

    /// <summary>The events of one kind.</summary>
    public IEnumerable<UsageEvent> Of(UsageKind kind) => graph.Events.Where(item => item.Kind == kind);

    /// <summary>The recipes to which something happens here, in the order of the source.</summary>
    public IEnumerable<Variable> Recipes =>
        graph.Events.Select(item => item.Variable).Where(variable => types.IsRecipe(variable.Type)).Distinct();

    /// <summary>Whether an optimizer surely moves the weights that a recipe prunes.</summary>
    public bool Moves(Variable optimizer, Variable recipe) =>
        graph.Events.Any(item => item.Is(UsageKind.Attach, recipe) && item.Argument == optimizer)
        || (variables.ModelOfRecipe(recipe) is { } model && variables.ModelOfOptimizer(optimizer) == model);

    /// <summary>Reports at the name of the method that an event calls.</summary>
    public void ReportAtCall(UsageEvent happened, Rule rule, EquatableArray<string> arguments, Edit? fix = null) =>
        Report(CalledName(happened.Operation.Syntax).GetLocation(), rule, arguments, fix);

    public void Report(Location location, Rule rule, EquatableArray<string> arguments, Edit? fix = null) =>
        report(FindingDiagnostics.At(location, rule, arguments, EditProperties.Write(fix)));

    private static SyntaxNode CalledName(SyntaxNode call) =>
        call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Name : call;
}
