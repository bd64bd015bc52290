namespace Reproduction;

/// <summary>What a paper says, and how it is held against this repository: one file for each, and one row in <see cref="Claims"/>.</summary>
/// <param name="Id">A short name in kebab-case, to run it alone.</param>
/// <param name="Statement">What is claimed.</param>
/// <param name="Source">Who claims it.</param>
/// <param name="Published">The published figures.</param>
/// <param name="Gate">What has to hold here.</param>
/// <param name="Kind">How strict the gate is.</param>
/// <param name="Data">Which data it needs.</param>
/// <param name="IsQuick">Whether it is held in the quick run too: it is exact, or a trend that takes seconds.</param>
internal abstract record Claim(
    string Id,
    string Statement,
    string Source,
    string Published,
    string Gate,
    ClaimKind Kind,
    DataSet Data,
    bool IsQuick = false
)
{
    /// <summary>Measures, and says whether the gate holds.</summary>
    /// <param name="laboratory">Where the data and the seeds are.</param>
    public abstract Outcome Run(Laboratory laboratory);
}

/// <summary>How strict a gate is.</summary>
internal enum ClaimKind
{
    /// <summary>The same numbers.</summary>
    Exact,

    /// <summary>Within a band around the published figure.</summary>
    Band,

    /// <summary>The same order.</summary>
    Trend,
}

/// <summary>The images that a claim is about.</summary>
internal enum DataSet
{
    None,
    Digits,
    Mnist,
    FashionMnist,
}

/// <summary>What was measured.</summary>
/// <param name="Holds">Whether the gate holds.</param>
/// <param name="Ours">The figures: mean and spread where there are several seeds.</param>
internal sealed record Outcome(bool Holds, string Ours)
{
    /// <summary>Why it does not hold, or what differs from the paper; empty for nothing.</summary>
    public string Note { get; init; } = "";
}
