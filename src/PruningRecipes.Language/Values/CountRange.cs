namespace PruningRecipes.Language;

/// <summary>All whole numbers from one to another, both included.</summary>
internal readonly record struct CountRange(long Minimum, long Maximum)
{
    public bool IsExact => Minimum == Maximum;

    public static CountRange Of(long value) => new(value, value);

    public CountRange Join(CountRange other) => new(Math.Min(Minimum, other.Minimum), Math.Max(Maximum, other.Maximum));
}
