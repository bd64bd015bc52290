namespace PruningRecipes;

/// <summary>During training: adds a penalty to the loss. <see cref="Strength"/> must be set.</summary>
/// <param name="kind"><c>"growing-l2"</c>, <c>"slimming"</c> or <c>"decorrelate"</c>.</param>
public sealed class RegularizeAttribute(string kind) : StageAttribute
{
    /// <summary>Which penalty.</summary>
    public string Kind { get; } = kind;

    /// <summary>The factor of the penalty, above 0; at its end where it grows.</summary>
    public object? Strength { get; set; }

    /// <summary>Where it begins, such as <c>"2 epochs"</c>; at the start where it is not set.</summary>
    public string? From { get; set; }

    /// <summary>Where it ends, such as <c>"75%"</c>; at the end of the training where it is not set.</summary>
    public string? Until { get; set; }
}
