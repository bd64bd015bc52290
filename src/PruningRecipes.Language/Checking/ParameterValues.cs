namespace PruningRecipes.Language;

/// <summary>The values that some parameters of a recipe are taken to have; the others have their defaults.</summary>
internal sealed class ParameterValues(IReadOnlyDictionary<string, Interval> values)
{
    public static ParameterValues Defaults { get; } = new(new Dictionary<string, Interval>());

    /// <summary>Whether none has more than one value.</summary>
    public bool AreExact => values.Values.All(value => value.Minimum == value.Maximum);

    public IEnumerable<string> Names => values.Keys;

    public Interval Of(Operand operand) =>
        operand.Parameter is { } name && values.TryGetValue(name, out Interval value)
            ? value
            : Interval.Of(operand.Constant);

    public ParameterValues Without(string parameter) =>
        new(values.Where(pair => pair.Key != parameter).ToDictionary(pair => pair.Key, pair => pair.Value));
}
