namespace PruningRecipes.Language;

/// <summary>The numbers that a key takes. An end that is null is open to infinity.</summary>
internal readonly record struct NumberRange(
    decimal? Minimum = null,
    decimal? Maximum = null,
    bool IsMinimumExcluded = false,
    bool IsMaximumExcluded = false
)
{
    public bool Contains(decimal value) =>
        (Minimum is not { } minimum || (IsMinimumExcluded ? value > minimum : value >= minimum))
        && (Maximum is not { } maximum || (IsMaximumExcluded ? value < maximum : value <= maximum));

    public bool Contains(Interval values) => Contains(values.Minimum) && Contains(values.Maximum);

    /// <summary>What follows "must be": <c>at least 0 and below 1</c>.</summary>
    /// <param name="display">How its ends are written.</param>
    /// <param name="value">The number that is outside: a far end that it does not break is left out.</param>
    public string Describe(Func<decimal, string> display, decimal value)
    {
        if (Maximum >= int.MaxValue && value < Maximum)
        {
            return (this with { Maximum = null }).Describe(display, value);
        }

        string? from = Minimum is { } minimum ? (IsMinimumExcluded ? "above " : "at least ") + display(minimum) : null;
        string? to = Maximum is { } maximum ? (IsMaximumExcluded ? "below " : "at most ") + display(maximum) : null;
        return from is null ? to ?? "a number"
            : to is null ? from
            : $"{from} and {to}";
    }
}
