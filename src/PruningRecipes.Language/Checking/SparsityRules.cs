namespace PruningRecipes.Language;

/// <summary>
/// How much is pruned when: PRN3003, PRN3013, PRN3015, PRN3029, PRN5003 and PRN5004. A recipe is walked with the parameters at
/// their defaults, once more with their whole ranges, as intervals, and at the values that leave a stage least to prune.
/// </summary>
internal sealed class SparsityRules(
    BoundRecipe recipe,
    ModelShape model,
    LayerChoice choice,
    FindingList findings,
    CancellationToken cancellationToken
)
{
    private readonly LayerTable _table = new(recipe, model, choice);
    private readonly SparsityProblems _reported = new();
    private readonly Dictionary<ParameterValues, SparsityWalk> _walks = [];

    /// <returns>The walk with the parameters at their defaults.</returns>
    public SparsityWalk Check()
    {
        SparsityWalk atDefaults = Walk(ParameterValues.Defaults);
        Report(atDefaults, ParameterValues.Defaults, _ => true);

        Dictionary<string, Interval> ranges = recipe
            .Parameters.Where(parameter => parameter.DeclaredRange is not null)
            .ToDictionary(parameter => parameter.Name.Value, parameter => parameter.Range);
        if (ranges.Count > 0)
        {
            Report(ranges, _ => true);
            foreach (Dictionary<string, Interval> values in LeastToPrune(ranges))
            {
                Report(values, rule => rule == Rules.PrunesNothing);
            }
        }

        return atDefaults;
    }

    /// <summary>
    /// Values at which a relative amount may prune nothing: as much as can be is pruned already, and the amount is the
    /// least, the greatest or the default. Intervals would not do, as the least amount leaves most.
    /// </summary>
    private IEnumerable<Dictionary<string, Interval>> LeastToPrune(Dictionary<string, Interval> ranges)
    {
        var counts = new HashSet<string?>(
            recipe.Stages.Flatten().OfType<BoundRepeat>().Select(repeat => repeat.Count?.Value.Parameter)
        );
        var amounts = new HashSet<string?>(
            recipe
                .Stages.Flatten()
                .SelectMany(stage => stage.Prunings())
                .Where(pruning => pruning.AmountKind == AmountKind.Remove)
                .Select(pruning => pruning.Amount?.Value.Parameter)
        );
        Dictionary<string, Interval> most = ranges
            .Where(range => counts.Contains(range.Key) || amounts.Contains(range.Key))
            .ToDictionary(range => range.Key, range => Interval.Of(range.Value.Maximum));
        Dictionary<string, Interval> mostRounds = most.Where(value => counts.Contains(value.Key))
            .ToDictionary(value => value.Key, value => value.Value);
        if (amounts.Count > 0 && mostRounds.Count > 0)
        {
            yield return mostRounds;
        }

        // Without a ranged amount these are the values above, or the defaults.
        if (most.Count > mostRounds.Count)
        {
            yield return most;
        }

        foreach (string amount in most.Keys.Where(name => amounts.Contains(name) && ranges[name].Minimum > 0))
        {
            yield return new Dictionary<string, Interval>(most) { [amount] = Interval.Of(ranges[amount].Minimum) };
        }
    }

    private void Report(Dictionary<string, Interval> values, Func<Rule, bool> isAsked)
    {
        var parameters = new ParameterValues(
            values.Select(value => new ParameterValue(value.Key, value.Value)).ToEquatableArray()
        );
        Report(Walk(parameters), parameters, isAsked);
    }

    private void Report(SparsityWalk walk, ParameterValues values, Func<Rule, bool> isAsked)
    {
        foreach (SparsityProblem problem in walk.Problems.All)
        {
            if (isAsked(problem.Rule) && !_reported.Contains(problem.Stage, problem.Rule))
            {
                _reported.Add(problem);
                (SparsityProblem shown, ParameterValues cause) = Cause(problem, values);
                findings.Report(shown.Rule, shown.Span, [.. shown.Arguments, shown.End(Condition(cause), _table)]);
            }
        }
    }

    /// <summary>What it takes of the parameters: with the others at their defaults, the problem is still there.</summary>
    private (SparsityProblem Problem, ParameterValues Values) Cause(SparsityProblem problem, ParameterValues values)
    {
        foreach (string name in values.Names.ToArray())
        {
            ParameterValues fewer = values.Without(name);
            if (Walk(fewer).Problems.Find(problem) is { } still)
            {
                (problem, values) = (still, fewer);
            }
        }

        return (problem, values);
    }

    private string Condition(ParameterValues values)
    {
        BoundParameter[] causes =
        [
            .. recipe.Parameters.Where(parameter => values.Names.Contains(parameter.Name.Value)),
        ];
        if (causes.Length == 0)
        {
            return "";
        }

        return values.AreExact
            ? $", with {Display.Join(causes.Select(cause => $"${cause.Name.Value} = {Show(cause, values)}"))}"
            : $" for some values of {Display.Join(causes.Select(cause => "$" + cause.Name.Value))} in {(causes.Length == 1 ? "its range" : "their ranges")}";
    }

    private static string Show(BoundParameter parameter, ParameterValues values)
    {
        decimal value = values.Of(Operand.Of(parameter.Name.Value, parameter.Default.Value)).Minimum;
        return parameter.Type == ParameterType.Ratio ? Display.Percent(value) : Display.Number(value);
    }

    private SparsityWalk Walk(ParameterValues values)
    {
        if (!_walks.TryGetValue(values, out SparsityWalk? walk))
        {
            walk = SparsityWalk.Over(recipe, _table, values, cancellationToken);
            _walks.Add(values, walk);
        }

        return walk;
    }
}
