using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PruningRecipes.Analyzers;

/// <summary>A local or parameter that holds a recipe, a model, an optimizer or a trainer, and all that its member does with it.</summary>
internal sealed class Variable(ISymbol symbol)
{
    public ISymbol Symbol => symbol;

    public string Name => symbol.Name;

    public ITypeSymbol Type => symbol is ILocalSymbol local ? local.Type : ((IParameterSymbol)symbol).Type;

    /// <summary>Where a local is declared with its value; null for any other.</summary>
    public IVariableDeclaratorOperation? Declaration { get; set; }

    /// <summary>The value that a local is declared with.</summary>
    public IOperation? Value { get; set; }

    /// <summary>Whether it is assigned after its declaration, or could be.</summary>
    public bool IsReassigned { get; set; }

    /// <summary>Whether a lambda or local function uses it: then it may be used whenever another runs.</summary>
    public bool IsCaptured { get; set; }

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
}
