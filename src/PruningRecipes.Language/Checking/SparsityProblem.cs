namespace PruningRecipes.Language;

/// <summary>Something wrong with what a stage asks for, in one layer or in several.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="Rule">What is wrong.</param>
/// <param name="Span">Where the amount is written.</param>
/// <param name="Where">The layer that it was found in first, as the message names it.</param>
/// <param name="Arguments">What the message is filled with, but for its end.</param>
/// <param name="IsOfRanking">Whether it is so only if a ranking over all layers happens to take so much of the layer.</param>
internal sealed record SparsityProblem(
    int Stage,
    Rule Rule,
    SourceSpan Span,
    string Where,
    EquatableArray<string> Arguments,
    bool IsOfRanking
)
{
    private const int MostNamed = 2;

    private readonly List<string> _others = [];

    public void AddLayer(string where)
    {
        if (where != Where && !_others.Contains(where))
        {
            _others.Add(where);
        }
    }

    /// <summary>The end of the message: what it depends on, and what else it concerns.</summary>
    public string End(string condition)
    {
        string end =
            condition.Length == 0 && IsOfRanking
                ? " if the ranking of all layers together takes so much of it"
                : condition;
        if (_others.Count == 0)
        {
            return end;
        }

        IEnumerable<string> named =
            _others.Count <= MostNamed + 1
                ? _others
                : [.. _others.Take(MostNamed), $"{Display.Count(_others.Count - MostNamed)} more"];
        return $"{end}; the same goes for {Display.Join(named)}";
    }
}

/// <summary>The problems of one walk over a recipe: one for each stage and rule, however many layers and rounds it concerns.</summary>
internal sealed class SparsityProblems
{
    private readonly Dictionary<(int Stage, Rule Rule), SparsityProblem> _problems = [];

    public IEnumerable<SparsityProblem> All => _problems.Values;

    public bool Contains(int stage, Rule rule) => _problems.ContainsKey((stage, rule));

    /// <summary>The same problem as found in another walk.</summary>
    public SparsityProblem? Find(SparsityProblem problem) =>
        _problems.TryGetValue((problem.Stage, problem.Rule), out SparsityProblem? known) ? known : null;

    public void Add(SparsityProblem problem)
    {
        if (_problems.TryGetValue((problem.Stage, problem.Rule), out SparsityProblem? known))
        {
            known.AddLayer(problem.Where);
        }
        else
        {
            _problems.Add((problem.Stage, problem.Rule), problem);
        }
    }
}
