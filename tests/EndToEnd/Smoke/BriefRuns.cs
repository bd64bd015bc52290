using PruningRecipes;
using PruningRecipes.Torch;

namespace EndToEnd;

/// <summary>The brief runs of the recipes for which the defaults are too long, too short or too sparse for the digits.</summary>
internal static class BriefRuns
{
    private static readonly Dictionary<string, object> s_common = new()
    {
        ["Epochs"] = 4,
        ["FineTune"] = 2,
        ["Growth"] = 2,
        ["Rounds"] = 2,
    };

    private static readonly Dictionary<string, BriefRun> s_runs = new()
    {
        ["activation-filter"] = new() { Parameters = With("FineTune", 8), Grain = Grain.Filter },
        ["adaptive-batchnorm"] = new() { Grain = Grain.Filter },
        ["admm"] = new() { Parameters = With("Sparsity", 0.8, "Epochs", 10, "FineTune", 6) },
        ["block-magnitude"] = new() { Grain = new(Grain.Block, 4, 4) },
        ["channel-norm"] = new() { Grain = Grain.Channel },
        ["correlation-filter"] = new()
        {
            Parameters = With("Sparsity", 0.3, "Epochs", 12, "FineTune", 8),
            Grain = Grain.Filter,
        },
        ["edge-popup"] = new() { Parameters = With("Epochs", 14), Sparsity = 0.5 },
        ["deep-rewiring"] = new() { Parameters = With("Epochs", 20) },
        ["erk-random"] = new() { Parameters = With("Sparsity", 0.9, "Epochs", 20) },
        ["force"] = new() { Parameters = With("Sparsity", 0.95, "Rounds", 10, "Epochs", 30) },
        ["fpgm"] = new() { Grain = Grain.Filter },
        ["gradual-magnitude"] = new() { Parameters = With("Epochs", 8) },
        ["grasp"] = new() { Parameters = With("Sparsity", 0.9, "Epochs", 20) },
        ["iterative-magnitude"] = new() { Sparsity = Compound(0.4) },
        ["iterative-snip"] = new() { Parameters = With("Sparsity", 0.95, "Rounds", 10, "Epochs", 30) },
        ["kernel-norm"] = new() { Grain = Grain.Kernel },
        ["l1-filter"] = new() { Grain = Grain.Filter },
        ["late-rewinding"] = new()
        {
            Parameters = With("Early", TrainingPosition.Share(0.25m)),
            Sparsity = Compound(0.2),
        },
        ["learning-rate-rewinding"] = new() { Sparsity = Compound(0.2) },
        ["lottery-ticket"] = new() { Sparsity = TwoRoundsWithHalfTheHead },
        ["movement"] = new() { Parameters = With("FineTune", 20) },
        ["movement-from-init"] = new() { Parameters = With("Epochs", 8) },
        ["network-slimming"] = new() { Parameters = With("FineTune", 4), Grain = Grain.Filter },
        ["obs"] = new() { Parameters = With("Sparsity", 0.3), Learned = "pruned" },
        // Half the filters of the two layers, and none of the output layer's ten.
        ["orthp"] = new() { Sparsity = 200 / 410.0, Grain = Grain.Filter },
        ["pfp"] = new() { Grain = Grain.Channel },
        ["random-ticket"] = new() { Sparsity = TwoRoundsWithHalfTheHead },
        ["refit"] = new() { Grain = Grain.Column },
        ["retraining"] = new() { Parameters = With("Sparsity", 0.8, "Epochs", 12) },
        ["rigl"] = new() { Parameters = With("Epochs", 30) },
        ["rewound-schedule"] = new() { Sparsity = Compound(0.2) },
        ["set"] = new() { Parameters = With("Epochs", 30) },
        ["shuffled-ticket"] = new() { Parameters = With("Epochs", 8) },
        ["small-final"] = new() { Parameters = With("Epochs", 12) },
        ["snfs"] = new() { Parameters = With("Epochs", 30) },
        ["snip"] = new() { Parameters = With("Sparsity", 0.9) },
        ["soft-filter"] = new() { Parameters = With("Epochs", 8), Grain = Grain.Filter },
        ["sparsegpt"] = new() { Learned = "pruned" },
        ["sr-ste"] = new() { Sparsity = 0.5 },
        ["supermask"] = new() { Parameters = With("Epochs", 50), IsOpen = true },
        ["synflow"] = new() { Parameters = With("Sparsity", 0.9, "Rounds", 20) },
        ["taylor"] = new() { Sparsity = Compound(0.3) },
        ["taylor-filter"] = new() { Sparsity = Compound(0.1), Grain = Grain.Filter },
        ["tpp"] = new() { Grain = Grain.Filter },
        ["two-four"] = new() { Sparsity = 0.5 },
        ["uniform-plus"] = new() { Parameters = With("Sparsity", 0.8, "Epochs", 20) },
        ["unify"] = new() { Sparsity = 0.3, Grain = new(Grain.Block, 2, 2) },
        ["wanda"] = new() { Learned = "pruned" },
    };

    /// <summary>By hand, of 50,200 weights: 20% of what is left, twice; in the output layer 10%.</summary>
    private static double TwoRoundsWithHalfTheHead => (3_840 + 3_072 + 6_000 + 4_800 + 100 + 90) / 50_200.0;

    /// <summary>The run of a recipe, with the parameters of every brief run where it has none of its own.</summary>
    /// <param name="recipe">The recipe's file, without its ending.</param>
    public static BriefRun Of(string recipe)
    {
        BriefRun run = s_runs.GetValueOrDefault(recipe) ?? new BriefRun();
        var parameters = new Dictionary<string, object>(s_common);
        foreach ((string name, object value) in run.Parameters)
        {
            parameters[name] = value;
        }

        return run with
        {
            Parameters = parameters,
        };
    }

    /// <summary>The runs that are no recipe's.</summary>
    /// <param name="recipes">The recipes' files, without their endings.</param>
    public static IEnumerable<string> Beyond(IEnumerable<string> recipes) => s_runs.Keys.Except(recipes);

    /// <summary>The sparsity after two rounds.</summary>
    private static double Compound(double rate) => 1 - ((1 - rate) * (1 - rate));

    private static Dictionary<string, object> With(params object[] namesAndValues) =>
        namesAndValues.Chunk(2).ToDictionary(pair => (string)pair[0], pair => pair[1]);
}
