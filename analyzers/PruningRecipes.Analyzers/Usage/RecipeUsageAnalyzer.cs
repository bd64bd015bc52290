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
        if (VariableTable.Read(context.OwningSymbol, context.OperationBlocks, types) is not { } variables)
        {
            return;
        }

        LifetimeRules.Check(variables, types, context.ReportDiagnostic);
        EventReader reader = new(variables, types);
        foreach (IOperation block in context.OperationBlocks)
        {
            if (
                block
                is IBlockOperation
                    or IMethodBodyOperation
                    or IFieldInitializerOperation
                    or IPropertyInitializerOperation
            )
            {
                foreach (ControlFlowGraph graph in Functions(context.GetControlFlowGraph(block)))
                {
                    context.CancellationToken.ThrowIfCancellationRequested();
                    Check(new FlowGraph(graph, reader), variables, types, context.ReportDiagnostic);
                }
            }
        }
    }

    private static void Check(FlowGraph graph, VariableTable variables, UsageTypes types, Action<Diagnostic> report)
    {
        if (!graph.HasEvents)
        {
            return;
        }

        UsageScope scope = new(types, variables, graph, report);
        MaskingRules.Check(scope);
        OptimizerRules.Check(scope);
        SnapshotOrderRules.Check(scope);
        TrainerRules.Check(scope);
    }

    /// <summary>The graphs of a member, its local functions and its lambdas.</summary>
    private static IEnumerable<ControlFlowGraph> Functions(ControlFlowGraph member)
    {
        var pending = new Stack<ControlFlowGraph>([member]);
        while (pending.Count > 0)
        {
            ControlFlowGraph graph = pending.Pop();
            yield return graph;
            foreach (IMethodSymbol function in graph.LocalFunctions)
            {
                pending.Push(graph.GetLocalFunctionControlFlowGraph(function));
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
                pending.Push(graph.GetAnonymousFunctionControlFlowGraph(lambda));
            }
        }
    }
}
