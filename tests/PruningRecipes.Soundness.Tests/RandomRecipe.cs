using System.Globalization;
using System.Text;

namespace PruningRecipes.Soundness.Tests;

/// <summary>A random recipe in the words that are supported, a small model for it, and what the user sets its parameters to.</summary>
/// <param name="Seed">What it was drawn from.</param>
/// <param name="Text">The recipe.</param>
/// <param name="Sizes">The sizes of the model: of its input and of each layer's output.</param>
/// <param name="Parameters">The values of the parameters, each in its range.</param>
internal sealed record RandomRecipe(
    int Seed,
    string Text,
    IReadOnlyList<int> Sizes,
    IReadOnlyDictionary<string, decimal> Parameters
)
{
    /// <summary>Draws a recipe.</summary>
    /// <param name="seed">The same seed is the same recipe.</param>
    /// <param name="isCertain">Whether neither the values of parameters nor a ranking over all layers leaves anything open.</param>
    public static RandomRecipe OfSeed(int seed, bool isCertain) => new Draft(seed, isCertain).Draw();

    public override string ToString() =>
        $"recipe {Seed}, sizes {string.Join("-", Sizes)}, {string.Join(", ", Parameters)}\n{Text}";

    private sealed class Draft(int seed, bool isCertain)
    {
        private readonly Random _random = new(seed);
        private readonly StringBuilder _stages = new();
        private readonly StringBuilder _declarations = new();
        private readonly Dictionary<string, decimal> _parameters = [];
        private readonly HashSet<string> _snapshots = [];
        private int _depth;
        private string _grain = "weight";
        private bool _hasRuleGrains;
        private bool _isMixed;

        private bool IsOfWeights => (_isMixed || _grain == "weight") && !_hasRuleGrains;

        public RandomRecipe Draw()
        {
            // Even sizes, where they have to be divided.
            _grain = Chance(50) ? "weight" : OneOf("row", "filter", "column", "channel", "block 2x2", "1 of 2");
            _isMixed = Chance(30);
            int unit = _isMixed || _grain.Contains('2') ? 2 : 1;
            int[] sizes =
            [
                .. Enumerable.Range(0, _random.Next(3, 6)).Select(_ => unit * _random.Next(2 / unit, 13 / unit)),
            ];
            string layers = Layers(TinyMlp.Names(sizes), canBeOfGroups: unit == 2 && !isCertain);
            Stages("  ", depth: 0, count: _random.Next(1, 7));

            if (IsStructured(_grain) && !isCertain && Chance(20))
            {
                // How many units that takes is known to nobody before either.
                _stages.Append(
                    CultureInfo.InvariantCulture,
                    $"  - prune: {{ grain: {_grain}, allocation: global, flops: {Ratio(1, 45)} }}\n"
                );
            }

            string parameters = _declarations.Length == 0 ? "" : $"parameters:\n{_declarations}";
            string text = $"recipe: drawn\nseed: {_random.Next(100)}\n{parameters}{layers}stages:\n{_stages}";
            return new RandomRecipe(seed, text, sizes, _parameters);
        }

        private string Layers(IReadOnlyList<string> names, bool canBeOfGroups)
        {
            var layers = new StringBuilder();
            if (Chance(20))
            {
                layers.Append($"  only: [{Pattern(names)}, head]\n");
            }

            if (Chance(20))
            {
                layers.Append($"  except: [{names[0]}]\n");
            }

            if (Chance(40))
            {
                layers.Append("  rules:\n");
                for (int rules = _random.Next(1, 3); rules > 0; rules--)
                {
                    bool hasGrain = Chance(20);
                    _hasRuleGrains |= hasGrain;
                    string demand = Chance(60)
                        ? $"scale: {OneOf("0", "0.25", "0.5", "0.75", "0.9", "1.1", "2")}"
                        : $"sparsity: {Share(0, 95)}";
                    demand += hasGrain
                        ? $", grain: {(canBeOfGroups && Chance(50) ? "1 of 2" : OneOf("row", "column"))}"
                        : "";
                    layers.Append($"    - {{ match: {Pattern(names)}, {demand} }}\n");
                }
            }

            return layers.Length == 0 ? "" : $"layers:\n{layers}";
        }

        private string Pattern(IReadOnlyList<string> names) =>
            Chance(30) ? OneOf("\"fc*\"", "\"**\"", "\"*.weight\"", "\"h**\"") : names[_random.Next(names.Count)];

        private void Stages(string indent, int depth, int count)
        {
            for (int i = 0; i < count; i++)
            {
                Stage(indent, depth);
            }
        }

        private void Stage(string indent, int depth)
        {
            int kind = _random.Next(100);
            if (kind < 20 && depth < 2)
            {
                _stages.Append(CultureInfo.InvariantCulture, $"{indent}- repeat: {Count(1, 4, leastInRange: 0)}\n");
                _stages.Append(CultureInfo.InvariantCulture, $"{indent}  stages:\n");
                _depth++;
                Stages(indent + "    ", depth + 1, _random.Next(1, 4));
                _depth--;
                return;
            }

            string stage =
                kind < 60 ? Prune()
                : kind < 72 ? Train()
                : kind < 75 && IsOfWeights ? Search()
                : kind < 75 ? Train()
                : kind < 82 ? Snapshot()
                : kind < 90 ? Rewind()
                : kind < 93 ? Repair()
                : kind < 95 ? $"reinit: {OneOf("fresh", "shuffle", "signed-constant")}"
                : $"evaluate: [{OneOf("accuracy", "loss", "sparsity", "accuracy, sparsity")}]";
            _stages.Append(CultureInfo.InvariantCulture, $"{indent}- {stage}\n");
        }

        private string Prune()
        {
            string amount = _random.Next(10) switch
            {
                < 4 => $"remove: {Ratio(0, 60)}",
                < 6 => $"sparsity: {Ratio(10, 99)}",
                < 7 => $"keep: {Ratio(1, 90)}",
                < 8 => $"compression: {Factor()}",
                _ => $"count: {Count(1, 12, leastInRange: 1)}",
            };
            if (_isMixed && !_hasRuleGrains)
            {
                _grain = OneOf("weight", "row", "filter", "column", "channel", "block 2x2", "block 1x1", "1 of 2");
            }

            // How much groups take from what was pruned by single weights depends on the weights.
            bool isOfGroups = _grain == "1 of 2" && (isCertain || Chance(50));
            string grain = _grain == "1 of 2" && !isOfGroups ? "weight" : _grain;
            string score = Chance(50) ? $"score: {OneOf(Scores(grain))}, " : "";
            string allocation =
                !isCertain && Chance(30) ? "allocation: global, "
                : Chance(30) ? $"allocation: {OneOf("er", "erk", "uniform-plus")}, "
                : "";
            amount = IsStructured(grain) && allocation.Length == 0 && Chance(15) ? $"flops: {Ratio(10, 90)}" : amount;
            string demand = isOfGroups ? $"grain: {grain}" : $"grain: {grain}, {allocation}{amount}";
            return $"prune: {{ {score}{demand}{Protection()}{Rounds()} }}";
        }

        private static bool IsStructured(string grain) => grain is "row" or "filter" or "column" or "channel";

        private string[] Scores(string grain) =>
            _hasRuleGrains ? ["magnitude", "random"]
            : grain == "weight" ? ["random", "lamp", "small-final"]
            : grain == "1 of 2" ? ["random", "small-final"]
            : grain is "row" or "filter" ? ["random", "l1-norm", "l2-norm", "geometric-median"]
            : ["random", "l1-norm", "l2-norm"];

        private string Protection() =>
            _random.Next(100) switch
            {
                < 70 => "",
                < 80 => ", protect: none",
                < 90 => $", protect: {{ per-layer: {_random.Next(4)} }}",
                _ => $", protect: {{ min-keep: {Share(0, 40)} }}",
            };

        private string Rounds()
        {
            if (Chance(70))
            {
                return "";
            }

            string curve = Chance(50) ? $", curve: {OneOf("linear", "cubic", "exponential")}" : "";
            return $", rounds: {Count(1, 4, leastInRange: 1)}{curve}{(Chance(40) ? ", recover: true" : "")}";
        }

        private string Train()
        {
            string length = Chance(50) ? $"epochs: {Count(1, 2, leastInRange: 1)}" : $"steps: {_random.Next(1, 4)}";
            string optimizer = OneOf(
                "sgd",
                "{ sgd: { learning-rate: 0.05, momentum: 0.9, nesterov: true, weight-decay: 0.01 } }",
                "adam",
                "{ adamw: { learning-rate: 0.01, betas: [0.8, 0.9], epsilon: 1e-7 } }"
            );
            string schedule = OneOf(
                "",
                ", schedule: cosine",
                ", schedule: linear",
                ", schedule: { step: { at: [50%], by: 0.1 } }",
                ", schedule: { warmup: 25%, then: cosine }",
                ", schedule: { replay: 50% }"
            );
            string during = Chance(50) ? $", during: [{Actions()}]" : "";
            return $"train: {{ {length}, optimizer: {optimizer}{schedule}{during} }}";
        }

        private string Actions()
        {
            string grid = OneOf(
                "every: 50%",
                "every: 30%, from: 20%",
                "every: 10%, until: 75%",
                "every: 0.5 epochs",
                $"every: {Position(5, 50)}, from: {Position(0, 40)}"
            );
            string change = (IsOfWeights ? _random.Next(4) : 2) switch
            {
                3 => $"straight-through: {{ {OneOf("", "score: movement, ")}{Amounts(isHard: false)}, "
                    + $"decay: {OneOf("0", "0.1")}{OneOf("", ", " + grid)} }}",
                0 when Chance(40) => $"prune: {{ {Amounts(isHard: false)}, soft: true, {grid} }}",
                0 =>
                    $"prune: {{ {OneOf("", "score: movement, ")}{Amounts(isHard: true)}, curve: {OneOf("linear", "cubic", "exponential")}, {grid} }}",
                1 when Chance(25) =>
                    $"rewire: {{ drop: sign-flip, grow: random, l1: 1e-4, noise: {OneOf("0", "0.1")}, {grid} }}",
                1 =>
                    $"rewire: {{ {OneOf("", "drop: magnitude-by-sign, ")}grow: {OneOf("random", "gradient", "momentum")}, fraction: {Share(1, 70)}, "
                        + $"decay: {OneOf("constant", "cosine", "linear")}, {OneOf("", "start: random, ", "start: random, deviation: 0.1, ")}{grid} }}",
                _ => Chance(50)
                    ? $"regularize: {{ kind: {OneOf("growing-l2", "decorrelate")}, strength: 0.1, from: 25% }}"
                    : $"constrain: {{ to: {{ unify: {{ block: 1x1, unified: 20% }} }}, rho: {OneOf("0.1", "1e-3 -> 1e-1")}, {grid} }}",
            };
            string look = OneOf("", ", { evaluate: { metrics: [sparsity], every: 50% } }", ", { SAVE }");
            if (look.Contains("SAVE", StringComparison.Ordinal))
            {
                string name = OneOf("a", "b");
                _snapshots.Add(name);
                string contents = OneOf("", ", of: [weights, optimizer]");
                look = look.Replace(
                    "SAVE",
                    $"snapshot: {{ name: {name}{contents}, at: 50% }}",
                    StringComparison.Ordinal
                );
            }

            return $"{{ {change} }}{look}";
        }

        private string Repair()
        {
            bool isOfBlocks = (_isMixed || _grain == "block 2x2") && !_hasRuleGrains;
            string pruned = isOfBlocks && Chance(60) ? $", pruned: {Ratio(1, 45)}" : "";
            return Chance(40)
                ? $"recover: {{ kind: orthogonal, gain: {OneOf("1", "1.414")} }}"
                : $"unify: {{ block: {(isOfBlocks ? "2x2" : "1x1")}, unified: {Share(1, 5)}{pruned} }}";
        }

        /// <summary>A ramp. Masks that are chosen anew at each update could fall in a run: only the checker says no to that.</summary>
        private string Amounts(bool isHard)
        {
            int[] ends = [.. Enumerable.Range(0, 2).Select(_ => _random.Next(0, 96)).Order()];
            ends[0] = Chance(60) ? 0 : ends[0];
            string end = (isHard || !isCertain) && Chance(20) ? Ratio(10, 95) : Percent(ends[1]);
            string allocation = !isCertain && Chance(35) ? "allocation: global, " : "";
            return allocation
                + (
                    Chance(70)
                        ? $"sparsity: {Percent(ends[0])} -> {end}"
                        : $"keep: {Percent(100 - ends[0])} -> {Percent(100 - ends[1])}"
                );
        }

        private string Search() =>
            Search(
                !isCertain && Chance(50) ? "supermask" : $"{OneOf("edge-popup", "supermask")}, keep: {Ratio(5, 95)}"
            );

        private string Search(string kind) =>
            $"search: {{ kind: {kind}, steps: {_random.Next(1, 4)}, optimizer: {OneOf("adam", "sgd")}"
            + $"{OneOf("", ", rescale: true")}{OneOf("", ", thaw: true")} }}";

        private string Snapshot()
        {
            string name = OneOf("a", "b");
            _snapshots.Add(name);
            return Chance(60)
                ? $"snapshot: {name}"
                : $"snapshot: {{ name: {name}, of: [{OneOf("weights", "buffers", "weights, buffers")}] }}";
        }

        private string Rewind()
        {
            // Mostly to what was written before, which does not mean that it was saved.
            string name = _snapshots.Count > 0 && Chance(90) ? OneOf([.. _snapshots.Order()]) : OneOf("a", "b");
            return Chance(70) ? $"rewind: {name}" : $"rewind: {{ to: {name}, what: [{OneOf("weights", "buffers")}] }}";
        }

        private string Ratio(int least, int most)
        {
            decimal[] ends = Ends(least, most, digits: 1);
            return Chance(25)
                ? Parameter("ratio", ends, value => Percent(value), value => value / 100)
                : Percent(ends[1]);
        }

        private string Position(int least, int most)
        {
            decimal[] ends = Ends(least, most, digits: 0);
            return Chance(50)
                ? Percent(ends[1])
                : Parameter("span", ends, value => Percent(value), value => value / 100);
        }

        private string Factor()
        {
            decimal[] ends = Ends(2, 9, digits: 2);
            return !Chance(25) ? Number(ends[1]) + "x"
                : Chance(50) ? Parameter("number", ends, Number, value => value)
                : Parameter("factor", ends, value => Number(value) + "x", value => value);
        }

        private string Count(int least, int most, int leastInRange)
        {
            if (_depth > 0 && Chance(15))
            {
                return "$round";
            }

            decimal[] ends = Ends(least, most, digits: 0);
            if (!Chance(25))
            {
                return Number(ends[1]);
            }

            ends[0] = Chance(30) ? leastInRange : ends[0];
            return Parameter("count", ends, Number, value => value);
        }

        /// <summary>The least value of a range, the default and the greatest.</summary>
        private decimal[] Ends(int least, int most, int digits)
        {
            decimal unit = (decimal)Math.Pow(10, digits);
            decimal[] ends =
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(_ => _random.Next(least * (int)unit, (most * (int)unit) + 1) / unit)
                    .Order(),
            ];
            return ends;
        }

        private string Parameter(string type, decimal[] ends, Func<decimal, string> show, Func<decimal, decimal> value)
        {
            string name = "p" + Number(_parameters.Count);
            string range = isCertain ? "" : $", range: {show(ends[0])} .. {show(ends[2])}";
            _declarations.Append(
                CultureInfo.InvariantCulture,
                $"  {name}: {{ type: {type}, default: {show(ends[1])}{range} }}\n"
            );
            _parameters[name] = value(ends[isCertain ? 1 : _random.Next(3)]);
            return "$" + name;
        }

        private string Share(int least, int most) => Percent(_random.Next(least, most));

        private static string Percent(decimal value) => Number(value) + "%";

        private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);

        private bool Chance(int percent) => _random.Next(100) < percent;

        private string OneOf(params string[] choices) => choices[_random.Next(choices.Length)];
    }
}
