using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PruningRecipes.Analyzers;

/// <summary>
/// A local or parameter that holds a recipe, a model, an optimizer or a trainer, and all that its member does with it; or a
/// local function.
/// </summary>
internal sealed class Variable(ISymbol symbol)
{
    private readonly HashSet<ISymbol> _users = new(SymbolEqualityComparer.Default);

    public ISymbol Symbol => symbol;

    public string Name => symbol.Name;

    /// <summary>What it holds; null for a local function.</summary>
    public ITypeSymbol? Type => (symbol as ILocalSymbol)?.Type ?? (symbol as IParameterSymbol)?.Type;

    /// <summary>Where a local is declared with its value; null for any other.</summary>
    public IVariableDeclaratorOperation? Declaration { get; set; }

    /// <summary>The value that a local is declared with.</summary>
    public IOperation? Value { get; set; }

    /// <summary>Whether it is assigned after its declaration, or could be.</summary>
    public bool IsReassigned { get; set; }

    /// <summary>Whether something happens to it in another function than its own: then it may happen whenever another runs.</summary>
    public bool IsCaptured => !_users.All(IsOwner);

    /// <summary>Whether its value goes where this member does not see what becomes of it.</summary>
    public bool Escapes { get; set; }

    public bool IsDisposed { get; set; }

    /// <summary>Whether it holds the same object wherever it is used.</summary>
    public bool IsStable =>
        !IsReassigned && (Value is not null || symbol is IParameterSymbol { RefKind: RefKind.None });

    /// <summary>The <c>new</c> that a local is declared with.</summary>
    public IObjectCreationOperation? Creation => Value as IObjectCreationOperation;

    /// <summary>Whether a member follows it step by step: no other code uses it in between.</summary>
    public bool IsFollowed => IsStable && !IsCaptured;

    /// <summary>Whether only this member ever uses the object.</summary>
    public bool IsOwned => IsFollowed && Creation is not null && !Escapes;

    /// <summary>Something happens to it in a member, a lambda or a local function.</summary>
    public void HappensIn(ISymbol function) => _users.Add(function);

    /// <summary>
    /// Whether nothing happens to it while a function runs but what that does: nobody else uses it but the function that
    /// declares it, which waits.
    /// </summary>
    public bool IsFollowedIn(FlowGraph graph) =>
        IsStable
        && _users.All(user =>
            IsOwner(user) || (graph.IsUninterrupted && SymbolEqualityComparer.Default.Equals(user, graph.Function))
        );

    /// <summary>Whether a function declares it.</summary>
    public bool IsOwner(ISymbol function) => SymbolEqualityComparer.Default.Equals(function, symbol.ContainingSymbol);
}
