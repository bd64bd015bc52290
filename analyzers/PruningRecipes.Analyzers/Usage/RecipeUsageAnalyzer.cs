using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PruningRecipes.Language;

namespace PruningRecipes.Analyzers;

/// <summary>
/// Reports what is wrong in code that uses a compiled recipe: one member at a time, along its control flow, and only what
/// is sure. What other members do with a recipe is taken for right.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RecipeUsageAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        RuleDescriptors.Where(IsAboutUsage);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (UsageTypes.Find(start.Compilation) is { } types)
            {
                start.RegisterOperationBlockAction(block => Analyze(block, types));
            }
        });
    }

    /// <summary>Whether a rule is about code in the body of a member.</summary>
    internal static bool IsAboutUsage(Rule rule) =>
        rule == Rules.StepWithoutMasks
        || rule == Rules.OptimizerNotAttached
        || rule == Rules.WeightsLoadedAfterPruning
        || rule == Rules.ModelConvertedAfterOptimizer
        || rule == Rules.RewindBeforeSnapshot
        || rule == Rules.InitialSnapshotTooLate
        || rule == Rules.RecipeNotDisposed
        || rule == Rules.TrainerForAnotherModel;

    private static void Analyze(OperationBlockAnalysisContext context, UsageTypes types)
    {
        if (VariableTable.Read(context.OperationBlocks, types) is not { } variables)
        {
            return;
        }

        EventReader reader = new(variables, types);
        FlowGraph[] graphs =
        [
            .. context
                .OperationBlocks.Where(block =>
                    block
                        is IBlockOperation
                            or IMethodBodyOperation
                            or IFieldInitializerOperation
                            or IPropertyInitializerOperation
                )
                .SelectMany(block => Functions(context.GetControlFlowGraph(block), context.OwningSymbol))
                .Select(function => new FlowGraph(function.Graph, function.Symbol, reader)),
        ];
        foreach (FlowGraph graph in graphs)
        {
            foreach (UsageEvent happened in graph.Events)
            {
                happened.Variable.HappensIn(graph.Function);
            }
        }

        LifetimeRules.Check(variables, types, context.ReportDiagnostic);
        foreach (FlowGraph graph in graphs.Where(graph => graph.HasEvents))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            Check(new UsageScope(types, variables, graph, graphs, context.ReportDiagnostic));
        }
    }

    private static void Check(UsageScope scope)
    {
        MaskingRules.Check(scope);
        OptimizerRules.Check(scope);
        SnapshotOrderRules.Check(scope);
        TrainerRules.Check(scope);
    }

    /// <summary>The graphs of a member, its local functions and its lambdas.</summary>
    private static IEnumerable<(ControlFlowGraph Graph, ISymbol Symbol)> Functions(
        ControlFlowGraph body,
        ISymbol member
    )
    {
        var pending = new Stack<(ControlFlowGraph, ISymbol)>([(body, member)]);
        while (pending.Count > 0)
        {
            (ControlFlowGraph graph, ISymbol symbol) = pending.Pop();
            yield return (graph, symbol);
            foreach (IMethodSymbol function in graph.LocalFunctions)
            {
                pending.Push((graph.GetLocalFunctionControlFlowGraph(function), function));
            }

            foreach (
                IFlowAnonymousFunctionOperation lambda in graph
                    .Blocks.SelectMany(block =>
                        block.BranchValue is { } value ? block.Operations.Append(value) : block.Operations
                    )
                    .SelectMany(operation => operation.DescendantsAndSelf())
                    .OfType<IFlowAnonymousFunctionOperation>()
            )
            {
                pending.Push((graph.GetAnonymousFunctionControlFlowGraph(lambda), lambda.Symbol));
            }
        }
    }
}
