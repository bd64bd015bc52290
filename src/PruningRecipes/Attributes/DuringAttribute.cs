namespace PruningRecipes;

/// <summary>
/// Opens the list of what happens while the <see cref="TrainAttribute"/> before it trains: all up to the matching
/// <see cref="EndDuringAttribute"/>. The same as its key <c>during</c>.
/// </summary>
public sealed class DuringAttribute : StageAttribute;
