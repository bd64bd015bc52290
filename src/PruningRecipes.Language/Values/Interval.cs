namespace PruningRecipes.Language;

/// <summary>All numbers from one to another, both included.</summary>
internal readonly record struct Interval(decimal Minimum, decimal Maximum)
{
    public static Interval Of(decimal value) => new(value, value);

    public bool Contains(decimal value) => value >= Minimum && value <= Maximum;
}
