namespace PruningRecipes.Language;

/// <summary>What all parts of the binder share: the findings, and the parameters that a recipe declares and uses.</summary>
internal sealed class BindingContext(KnownScores scores, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, BoundParameter?> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);
    private Func<string, string> _within = text => text;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public FindingList Findings { get; } = new();

    public KnownScores Scores => scores;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The names that messages may suggest: what is no name is none to refer to.</summary>
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

    /// <summary>The data of scores whose stage says nothing of it.</summary>
    public DataPlan? Data { get; set; }

    /// <summary>Whether a score used <see cref="Data"/>.</summary>
    public bool IsDataUsed { get; set; }

    /// <summary>The greatest number of a round in the innermost repeat; null outside of all repeats.</summary>
    public decimal? Rounds { get; set; }

    /// <summary>The greatest value that an operand can take.</summary>
    public decimal GreatestOf(Operand operand) =>
        operand.Parameter is { } name && _parameters.TryGetValue(name, out BoundParameter? parameter)
            ? parameter?.Range.Maximum ?? operand.Constant
            : operand.Constant;

    /// <summary>The least that a span can be, in its unit.</summary>
    public decimal LeastOf(TrainingSpan span) =>
        span.Parameter is { } name && _parameters.TryGetValue(name, out BoundParameter? parameter)
            ? parameter?.Range.Minimum ?? span.Amount
            : span.Amount;

    /// <summary>The first word since the start of the stage that the runtime of this version cannot run.</summary>
    public string? Unsupported { get; set; }

    /// <summary>The same for <c>layers</c>: what stands there concerns every prune stage.</summary>
    public string? UnsupportedInLayers { get; set; }

    /// <summary>The number of a stage among those of its word, from 1, in the order of the text.</summary>
    public int NextOrdinal(string word)
    {
        _ordinals.TryGetValue(word, out int before);
        return _ordinals[word] = before + 1;
    }

    public void ReportNotRun(SourceSpan span, string noun, string word)
    {
        Unsupported ??= word;
        Report(Rules.NotRunYet, span, noun, word);
    }

    /// <summary>PRN2011: a key that others make idle.</summary>
    public void ReportIdle(Fields fields, string key, bool isIdle, string reason)
    {
        if (isIdle && fields.Has(key))
        {
            Report(Rules.KeyHasNoEffect, fields.KeySpan(key), key, reason);
        }
    }

    public void Report(Rule rule, SourceSpan span, params string[] arguments) => Findings.Report(rule, span, arguments);

    public void Report(Rule rule, SourceSpan span, Edit? fix, params string[] arguments) =>
        Findings.Report(rule, span, fix is null ? null : fix with { NewText = _within(fix.NewText) }, arguments);

    /// <summary>Reads a part of a value that is replaced as a whole: what a fix of the part writes is put into the rest.</summary>
    public T WithFixesWithin<T>(Func<string, string> rest, Func<T> read)
    {
        Func<string, string> outer = _within;
        _within = rest;
        T part = read();
        _within = outer;
        return part;
    }
}
