using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace PruningRecipes.Analyzers;

/// <summary>
/// The events of a function and the paths between them. Forwards it goes only where the code surely can go: exceptions
/// aside, and through each <c>finally</c> to the branch's own target. Backwards it goes wherever the code may have come
/// from, exceptions included. So what it finds forwards exists, and what it does not find backwards does not.
/// </summary>
internal sealed class FlowGraph
{
    private readonly ControlFlowGraph _graph;
    private readonly ImmutableArray<UsageEvent>[] _events;
    private readonly List<int>[] _predecessors;

    /// <summary>For the first block of a handler: the blocks at any point of which an exception may lead to it.</summary>
    private readonly List<int>[] _throwers;

    /// <param name="graph">The blocks and branches.</param>
    /// <param name="function">The member, lambda or local function that they are of.</param>
    /// <param name="reader">Reads what happens in them.</param>
    public FlowGraph(ControlFlowGraph graph, ISymbol function, EventReader reader)
    {
        _graph = graph;
        Function = function;
        _events = [.. graph.Blocks.Select(block => Read(block, reader))];
        _predecessors = [.. graph.Blocks.Select(_ => new List<int>())];
        _throwers = [.. graph.Blocks.Select(_ => new List<int>())];
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (ControlFlowBranch branch in Branches(block))
            {
                ConnectBackwards(block, branch);
            }
        }

        ConnectHandlers(graph.Root);
    }

    /// <summary>The member, lambda or local function.</summary>
    public ISymbol Function { get; }

    /// <summary>Whether who calls it waits until its end.</summary>
    public bool IsUninterrupted =>
        Function is IMethodSymbol { IsAsync: false }
        && !_graph.Blocks.SelectMany(block => block.Operations).Any(item => item.Kind == OperationKind.YieldReturn);

    /// <summary>All events, in the order of the source.</summary>
    public IEnumerable<UsageEvent> Events => _events.SelectMany(events => events);

    public bool HasEvents => _events.Any(events => events.Length > 0);

    /// <summary>Whether a path surely leads from an event to a target without an obstacle on it.</summary>
    public bool Reaches(
        UsageEvent start,
        Func<UsageEvent, bool> target,
        Func<UsageEvent, bool> obstacle,
        bool orEnd = false
    )
    {
        var seen = new HashSet<int>();
        var pending = new Stack<(int Block, int Index)>();
        pending.Push((start.Block, start.Index + 1));
        while (pending.Count > 0)
        {
            (int block, int index) = pending.Pop();
            if (orEnd && _graph.Blocks[block].Kind == BasicBlockKind.Exit)
            {
                return true;
            }

            UsageEvent? met = _events[block].Skip(index).FirstOrDefault(item => target(item) || obstacle(item));
            if (met is not null)
            {
                if (target(met))
                {
                    return true;
                }

                continue;
            }

            foreach (ControlFlowBranch branch in Branches(_graph.Blocks[block]))
            {
                if (
                    branch
                        is {
                            Destination: { } destination,
                            Semantics: ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return
                        }
                    && !FinallyEvents(branch).Any(obstacle)
                    && seen.Add(destination.Ordinal)
                )
                {
                    pending.Push((destination.Ordinal, 0));
                }
            }
        }

        return false;
    }

    /// <summary>Whether an event may have come after a target without an obstacle between them.</summary>
    public bool MayFollow(
        UsageEvent end,
        Func<UsageEvent, bool> target,
        Func<UsageEvent, bool> obstacle,
        bool orStart = false
    )
    {
        var seen = new HashSet<(int, bool)>();
        var pending = new Stack<(int Block, int Index, bool IsThrow)>();
        pending.Push((end.Block, end.Index, false));
        while (pending.Count > 0)
        {
            (int block, int index, bool isThrow) = pending.Pop();
            if (orStart && _graph.Blocks[block].Kind == BasicBlockKind.Entry)
            {
                return true;
            }

            bool isBlocked = false;
            for (int i = index - 1; i >= 0 && !isBlocked; i--)
            {
                UsageEvent happened = _events[block][i];
                if (target(happened))
                {
                    return true;
                }

                // An exception may come before the obstacle as well as after it.
                isBlocked = !isThrow && obstacle(happened);
            }

            if (isBlocked)
            {
                continue;
            }

            foreach (int predecessor in _predecessors[block])
            {
                Visit(predecessor, false);
            }

            foreach (int thrower in _throwers[block])
            {
                Visit(thrower, true);
            }
        }

        return false;

        void Visit(int block, bool isThrow)
        {
            if (seen.Add((block, isThrow)))
            {
                pending.Push((block, _events[block].Length, isThrow));
            }
        }
    }

    /// <summary>Whether one of some events happens before another on every path from the start.</summary>
    public bool IsAlwaysAfter(UsageEvent end, Func<UsageEvent, bool> first, Func<UsageEvent, bool> reset) =>
        !MayFollow(end, reset, first, orStart: true);

    private static ImmutableArray<UsageEvent> Read(BasicBlock block, EventReader reader)
    {
        if (!block.IsReachable)
        {
            return [];
        }

        IEnumerable<IOperation> operations = block.BranchValue is { } value
            ? block.Operations.Append(value)
            : block.Operations;
        return [.. reader.Read(operations).Select((item, i) => item with { Block = block.Ordinal, Index = i })];
    }

    /// <summary>The ways out of a block, without one that a constant condition closes.</summary>
    private static IEnumerable<ControlFlowBranch> Branches(BasicBlock block)
    {
        bool? taken =
            block.BranchValue?.ConstantValue is { HasValue: true, Value: bool constant }
            && block.ConditionKind != ControlFlowConditionKind.None
                ? constant == (block.ConditionKind == ControlFlowConditionKind.WhenTrue)
                : null;
        if (block.ConditionalSuccessor is { } conditional && taken != false)
        {
            yield return conditional;
        }

        if (block.FallThroughSuccessor is { } next && taken != true)
        {
            yield return next;
        }
    }

    private IEnumerable<UsageEvent> FinallyEvents(ControlFlowBranch branch) =>
        branch.FinallyRegions.SelectMany(BlocksOf).SelectMany(block => _events[block]);

    private void ConnectBackwards(BasicBlock block, ControlFlowBranch branch)
    {
        List<int> from = [block.Ordinal];
        foreach (ControlFlowRegion region in branch.FinallyRegions)
        {
            _predecessors[region.FirstBlockOrdinal].AddRange(from);
            from =
            [
                .. BlocksOf(region)
                    .Where(inner =>
                        Branches(_graph.Blocks[inner])
                            .Any(exit => exit.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
                    ),
            ];
        }

        if (branch.Destination is { } destination)
        {
            _predecessors[destination.Ordinal].AddRange(from);
        }
    }

    private void ConnectHandlers(ControlFlowRegion region)
    {
        foreach (ControlFlowRegion inner in region.NestedRegions)
        {
            ConnectHandlers(inner);
        }

        if (region.NestedRegions.FirstOrDefault(inner => inner.Kind == ControlFlowRegionKind.Try) is not { } body)
        {
            return;
        }

        foreach (ControlFlowRegion handler in region.NestedRegions)
        {
            if (handler == body)
            {
                continue;
            }

            _throwers[handler.FirstBlockOrdinal].AddRange(BlocksOf(body));
            if (
                handler.Kind == ControlFlowRegionKind.FilterAndHandler
                && handler.NestedRegions.FirstOrDefault(inner => inner.Kind == ControlFlowRegionKind.Catch)
                    is { } caught
            )
            {
                _throwers[caught.FirstBlockOrdinal].AddRange(BlocksOf(body));
            }
        }
    }

    private static IEnumerable<int> BlocksOf(ControlFlowRegion region) =>
        Enumerable.Range(region.FirstBlockOrdinal, region.LastBlockOrdinal - region.FirstBlockOrdinal + 1);
}
