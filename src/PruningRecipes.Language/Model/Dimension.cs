using System.Globalization;

namespace PruningRecipes.Language;

/// <summary>The length of one axis of a weight: a number, a constructor parameter's name, or unknown. Never a guess.</summary>
internal readonly record struct Dimension
{
    private Dimension(long? value, string? symbol)
    {
        Value = value;
        Symbol = symbol;
    }

    /// <summary>The length where it is known at compile time.</summary>
    public long? Value { get; }

    /// <summary>The expression over constructor parameters that gives the length, where only that is known.</summary>
    public string? Symbol { get; }

    public static Dimension Unknown => default;

    public static Dimension Known(long value) => new(value, null);

    public static Dimension Symbolic(string symbol) => new(null, symbol);

    public override string ToString() => Value?.ToString(CultureInfo.InvariantCulture) ?? Symbol ?? "?";
}
