using Microsoft.CodeAnalysis;

namespace PruningRecipes.Analyzers;

/// <summary>What happens to a variable.</summary>
internal enum UsageKind
{
    /// <summary>It gets its value.</summary>
    Assigned,

    /// <summary>A recipe runs.</summary>
    Run,

    /// <summary>A recipe prunes.</summary>
    Prune,

    /// <summary>A recipe saves a snapshot.</summary>
    Snapshot,

    /// <summary>A recipe goes back to a snapshot.</summary>
    Rewind,

    /// <summary>A recipe sets the kept weights anew.</summary>
    Reinit,

    /// <summary>A recipe masks gradients.</summary>
    BeforeStep,

    /// <summary>A recipe masks weights and moments.</summary>
    AfterStep,

    /// <summary>A recipe takes an optimizer.</summary>
    Attach,

    /// <summary>Someone takes a recipe's masks, and may apply them.</summary>
    Masks,

    /// <summary>A recipe ends: what is done to the model from here on is no concern of it.</summary>
    Dispose,

    /// <summary>An optimizer moves weights.</summary>
    Step,

    /// <summary>A local function is called.</summary>
    Call,

    /// <summary>A model's weights are loaded.</summary>
    Load,

    /// <summary>A model's weights are copied or saved.</summary>
    Save,

    /// <summary>A model is moved to another device or type.</summary>
    Convert,

    /// <summary>Anything may happen.</summary>
    Unknown,
}

/// <summary>A point of a member at which something happens to a variable.</summary>
/// <param name="Kind">What.</param>
/// <param name="Variable">To which.</param>
/// <param name="Operation">Where.</param>
/// <param name="Snapshot">The snapshot's name, as in the generated member.</param>
/// <param name="Argument">The variable that a call has as its only argument, where it never changes.</param>
internal sealed record UsageEvent(
    UsageKind Kind,
    Variable Variable,
    IOperation Operation,
    string? Snapshot = null,
    Variable? Argument = null
)
{
    /// <summary>The number of its block.</summary>
    public int Block { get; init; }

    /// <summary>Its place in the block.</summary>
    public int Index { get; init; }

    /// <summary>Whether it puts a recipe's masks on the weights, or may do so.</summary>
    public bool Masks(Variable recipe) =>
        Variable == recipe
        && Kind
            is UsageKind.AfterStep
                or UsageKind.Prune
                or UsageKind.Rewind
                or UsageKind.Reinit
                or UsageKind.Run
                or UsageKind.Masks
                or UsageKind.Unknown
                or UsageKind.Assigned;

    /// <summary>Whether a recipe begins or ends here.</summary>
    public bool Bounds(Variable recipe) => Variable == recipe && Kind is (UsageKind.Assigned or UsageKind.Dispose);

    public bool Is(UsageKind kind, Variable variable) => Kind == kind && Variable == variable;
}
