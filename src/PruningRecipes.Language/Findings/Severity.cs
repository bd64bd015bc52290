namespace PruningRecipes.Language;

/// <summary>How much a finding matters.</summary>
internal enum Severity
{
    /// <summary>Advice from the literature.</summary>
    Info,

    /// <summary>It works, but not as meant.</summary>
    Warning,

    /// <summary>It cannot work.</summary>
    Error,
}
