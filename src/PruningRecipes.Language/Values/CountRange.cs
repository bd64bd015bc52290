namespace PruningRecipes.Language;

/// <summary>All whole numbers from one to another, both included.</summary>
internal readonly record struct CountRange(long Minimum, long Maximum)
{
    public bool IsExact => Minimum == Maximum;

    public static CountRange Of(long value) => new(value, value);

    public CountRange Plus(CountRange other) => new(Minimum + other.Minimum, Maximum + other.Maximum);

    /// <summary>The rest of a sum, of which this is all and another a part.</summary>
    public CountRange Minus(CountRange part) => new(Minimum - part.Minimum, Maximum - part.Maximum);

    public CountRange Times(long factor) => new(Minimum * factor, Maximum * factor);

    /// <summary>Not below what was there before, and not beyond a most that this has not passed already.</summary>
    public CountRange Within(CountRange before, long most) =>
        new(Math.Max(before.Minimum, Math.Min(most, Minimum)), Math.Max(before.Maximum, Math.Min(most, Maximum)));

    /// <summary>What is in both, where both are known.</summary>
    public CountRange And(CountRange other) => new(Math.Max(Minimum, other.Minimum), Math.Min(Maximum, other.Maximum));

    public CountRange Join(CountRange other) => new(Math.Min(Minimum, other.Minimum), Math.Max(Maximum, other.Maximum));
}
