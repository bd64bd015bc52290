namespace PruningRecipes.Language;

/// <summary>
/// A value and where it was written. Two are equal when their values are: a recipe that only moved in its file is the
/// same recipe, and nothing is compiled again.
/// </summary>
internal readonly struct Located<T>(T value, SourceSpan span) : IEquatable<Located<T>>
    where T : IEquatable<T>
{
    public T Value { get; } = value;

    public SourceSpan Span { get; } = span;

    public bool Equals(Located<T> other) => EqualityComparer<T>.Default.Equals(Value, other.Value);

    public override bool Equals(object? obj) => obj is Located<T> other && Equals(other);

    public override int GetHashCode() => Value is null ? 0 : EqualityComparer<T>.Default.GetHashCode(Value);

    public override string ToString() => Value?.ToString() ?? "";
}
