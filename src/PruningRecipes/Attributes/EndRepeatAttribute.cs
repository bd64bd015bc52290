namespace PruningRecipes;

/// <summary>Ends the innermost open <see cref="RepeatAttribute"/>.</summary>
public sealed class EndRepeatAttribute : StageAttribute;
