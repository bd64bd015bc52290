using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>One function under analysis, as the rules see it.</summary>
/// <param name="types">The types that the rules know.</param>
/// <param name="variables">The variables of the member.</param>
/// <param name="graph">The function.</param>
/// <param name="graphs">All functions of the member.</param>
/// <param name="report">Takes what is found.</param>
internal sealed class UsageScope(
    UsageTypes types,
    VariableTable variables,
    FlowGraph graph,
    IReadOnlyList<FlowGraph> graphs,
    Action<Diagnostic> report
)
{
    public UsageTypes Types => types;

    public VariableTable Variables => variables;

    public FlowGraph Graph => graph;

    /// <summary>The events of one kind that happen to variables of this function alone.</summary>
    public IEnumerable<UsageEvent> Of(UsageKind kind) =>
        graph.Events.Where(item => item.Kind == kind && item.Variable.IsFollowed);

    /// <summary>The steps of optimizers that are followed through this function, its own and others.</summary>
    public IEnumerable<UsageEvent> Steps =>
        graph.Events.Where(item => item.Kind == UsageKind.Step && item.Variable.IsFollowedIn(graph));

    /// <summary>What happens in all functions of the member.</summary>
    public IEnumerable<UsageEvent> MemberEvents => graphs.SelectMany(function => function.Events);

    /// <summary>The recipes that are followed through this function, its own and others, in the order of the source.</summary>
    public IEnumerable<Variable> Recipes =>
        MemberEvents
            .Select(item => item.Variable)
            .Where(variable => types.IsRecipe(variable.Type) && variable.IsFollowedIn(graph))
            .Distinct();

    /// <summary>The function that declares a variable, if it is another.</summary>
    public FlowGraph? OwnerOf(Variable variable) =>
        variable.IsOwner(graph.Function)
            ? null
            : graphs.FirstOrDefault(function => variable.IsOwner(function.Function));

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
