namespace PruningRecipes;

/// <summary>Ends the innermost open <see cref="DuringAttribute"/>.</summary>
public sealed class EndDuringAttribute : StageAttribute;
