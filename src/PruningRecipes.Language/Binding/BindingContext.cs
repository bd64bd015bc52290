namespace PruningRecipes.Language;

/// <summary>What all parts of the binder share: the findings, and the parameters that a recipe declares and uses.</summary>
internal sealed class BindingContext(CancellationToken cancellationToken)
{
    private readonly Dictionary<string, BoundParameter?> _parameters = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public FindingList Findings { get; } = new();

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The names that can be suggested: those that are names.</summary>
    public IEnumerable<string> ParameterNames =>
        _parameters.Keys.Where(Names.IsKebabCase).OrderBy(name => name, StringComparer.Ordinal);

    /// <summary>Makes a parameter known; one that could not be bound is known by its name, so that its uses are not errors.</summary>
    public void Declare(string name, BoundParameter? parameter) => _parameters[name] = parameter;

    public bool TryUse(string name, out BoundParameter? parameter)
    {
        _used.Add(name);
        return _parameters.TryGetValue(name, out parameter);
    }

    public bool IsUsed(string name) => _used.Contains(name);

    public void Report(Rule rule, SourceSpan span, params string[] arguments) => Findings.Report(rule, span, arguments);

    public void Report(Rule rule, SourceSpan span, Edit? fix, params string[] arguments) =>
        Findings.Report(rule, span, fix, arguments);
}
