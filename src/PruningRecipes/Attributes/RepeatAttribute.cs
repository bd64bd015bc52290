namespace PruningRecipes;

/// <summary>Repeats the stages up to the matching <see cref="EndRepeatAttribute"/>.</summary>
/// <param name="count">How often: a whole number, or a parameter as in <c>"$rounds"</c>.</param>
public sealed class RepeatAttribute(object count) : StageAttribute
{
    /// <summary>How often.</summary>
    public object Count { get; } = count;
}
