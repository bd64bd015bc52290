namespace PruningRecipes;

/// <summary>Sets the kept weights anew, as a control experiment.</summary>
/// <param name="kind">To what.</param>
public sealed class ReinitAttribute(ReinitKind kind) : StageAttribute
{
    /// <summary>To what.</summary>
    public ReinitKind Kind { get; } = kind;
}
