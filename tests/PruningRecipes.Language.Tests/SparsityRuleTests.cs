using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace PruningRecipes.Language.Tests;

/// <summary>What the walks over a recipe say of rounds, of several layers, of parameters and of rankings.</summary>
public sealed partial class SparsityRuleTests
{
    private const string Train = "train: { epochs: 1, optimizer: sgd }";
    private const string Loop =
        "- repeat: ROUNDS\n  stages:\n    - prune: { remove: RATE }\n    - train: { epochs: 1, optimizer: sgd }";

    private static readonly ModelShape s_hundred = Recipes.Model(Recipes.Linear("fc", 100, 1));

    [Fact]
    public void The_round_from_which_on_nothing_is_pruned_is_named() =>
        Assert.Equal(
            "from round 7 on, this prunes nothing of 'fc.weight': 50% of 1 weights rounds to 0; its last weight is always kept",
            Message(Loop.Replace("ROUNDS", "9").Replace("RATE", "50%"), s_hundred)
        );

    [Fact]
    public void Rounds_that_all_prune_are_not_reported() =>
        Markup.VerifyStages(Loop.Replace("ROUNDS", "6").Replace("RATE", "50%"), s_hundred);

    [Fact]
    public void A_round_within_rounds_is_counted_as_a_run() =>
        Assert.StartsWith(
            "from run 7 of the stage on, ",
            Message(
                "- repeat: 3\n  stages:\n    - repeat: 3\n      stages:\n        - prune: { remove: 50% }\n        - "
                    + Train,
                s_hundred
            )
        );

    [Fact]
    public void A_ranking_that_prunes_nothing_is_found() =>
        Markup.VerifyStages($"- prune: {{ allocation: global, remove: {{|PRN5003:0.4%|}} }}\n- {Train}", s_hundred);

    [Theory]
    [InlineData("1 .. 6", "50%", null)]
    [InlineData("1 .. 7", "50%", "with $rounds = 7")]
    [InlineData("1 .. 7", "30% .. 50%", "with $rounds = 7 and $rate = 50%")]
    [InlineData("1 .. 2", "0.1% .. 60%", "with $rate = 0.1%")]
    [InlineData("1 .. 2", "0% .. 60%", null)]
    public void The_values_at_which_nothing_is_pruned_are_named(string rounds, string rate, string? expected)
    {
        string range = rate.Contains("..") ? $"40%, range: {rate}" : rate;
        string head =
            $"parameters:\n  rounds: {{ type: count, default: 2, range: {rounds} }}\n"
            + $"  rate: {{ type: ratio, default: {range} }}\n"
            + "  other: { type: count, default: 1, range: 1 .. 5 }\n";
        string text = Recipes.WithStages(
            Loop.Replace("ROUNDS", "$rounds").Replace("RATE", "$rate").Replace("epochs: 1", "epochs: $other"),
            head
        );

        EquatableArray<Finding> findings = Recipes.Compile(text, s_hundred).Findings;
        if (expected is null)
        {
            Assert.Empty(findings);
        }
        else
        {
            Assert.EndsWith(expected, Assert.Single(findings).Message);
        }
    }

    [Fact]
    public void The_round_is_that_in_which_a_run_prunes_nothing()
    {
        var cases = Gen.Choose(1, 60).SelectMany(units => Gen.Choose(1, 50).Select(rate => (units, rate)));
        Prop.ForAll(
                cases.ToArbitrary(),
                one =>
                {
                    const int Rounds = 30;
                    CompiledRecipe compiled = Recipes.Compile(
                        Recipes.WithStages(Loop.Replace("ROUNDS", "30").Replace("RATE", $"{one.rate}%")),
                        Recipes.Model(Recipes.Linear("fc", one.units, 1))
                    );

                    int idle = FirstIdleRound(one.units, one.rate / 100.0, Rounds);
                    Finding? found = compiled.Findings.SingleOrDefault();
                    Assert.Equal(idle <= Rounds, found is not null);
                    if (found is not null)
                    {
                        Match round = Round().Match(found.Message);
                        Assert.Equal(
                            idle,
                            round.Success ? int.Parse(round.Groups[1].Value, CultureInfo.InvariantCulture) : 1
                        );
                    }
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void All_layers_concerned_are_named_or_counted()
    {
        ModelShape model = Recipes.Model([.. "abcdef".Select(name => Recipes.Linear(name.ToString(), 10, 1))]);

        Assert.Equal(
            "this asks for 10 of the 10 weights of 'a.weight', but one must be kept; the same goes for 'b.weight', 'c.weight' and 3 more",
            Message($"- prune: {{ count: 10 }}\n- {Train}", model)
        );
    }

    [Theory]
    [InlineData(40, "PRN3003", "for some values of $third in its range")]
    [InlineData(60, "PRN5004", "for some values of $first and $second in their ranges")]
    [InlineData(99, "PRN5004", "for some values of $first in its range")]
    public void Only_the_parameters_that_matter_are_named(int most, string rule, string expected)
    {
        string head =
            $"parameters:\n  first: {{ type: count, default: 10, range: 1 .. {most} }}\n"
            + "  second: { type: count, default: 1, range: 1 .. 45 }\n"
            + "  third: { type: ratio, default: 90%, range: 1% .. 95% }\n";
        string text = Recipes.WithStages(
            $"- prune: {{ count: $first }}\n- prune: {{ count: $second }}\n- prune: {{ sparsity: $third }}\n- {Train}",
            head
        );

        Assert.EndsWith(
            expected,
            Recipes.Compile(text, s_hundred).Findings.First(finding => finding.Rule.Id == rule).Message
        );
    }

    [Fact]
    public void A_target_after_a_ranking_says_where_it_may_end() =>
        Assert.Equal(
            "the ranking of all layers together may have taken more than 50.0% of 'a.weight' already, up to 90.0%: the layer then stays as it is, and all layers together end at 50.0% to 90.0%; the same goes for 'b.weight'",
            Message(
                $"- prune: {{ allocation: global, sparsity: 50% }}\n- prune: {{ sparsity: 50% }}\n- {Train}",
                Recipes.Model(Recipes.Linear("a", 10, 1), Recipes.Linear("b", 10, 1))
            )
        );

    [Theory]
    [InlineData("erk, sparsity: 50%", "62.5%")]
    [InlineData("global, sparsity: 50%", "62.5%")]
    [InlineData("global, remove: 20%", "63.5%")]
    public void A_layer_of_groups_is_counted_beside_a_shared_amount(string amount, string expected)
    {
        // 75 of 100 weights in groups; of the other 100 the shares of 40% and of the amount.
        CompiledRecipe compiled = Markup.VerifyStages(
            $"- prune: {{ allocation: global, sparsity: 40% }}\n- prune: {{ allocation: {amount} }}\n- {Train}",
            Recipes.Model(Recipes.Linear("a", 5, 20), Recipes.Linear("b", 5, 10), Recipes.Linear("c", 5, 10)),
            "layers:\n  rules:\n    - { match: a, grain: 1 of 4 }\n"
        );

        Assert.Equal(expected, compiled.Plan!.Table[1].Sparsity);
    }

    [Fact]
    public void After_a_ranking_of_structures_and_a_stage_of_each_layer_a_shared_target_may_fail() =>
        Assert.Equal(
            "the ranking of all layers together may have taken more than 60.0% of the rows of all layers together already, up to 90.0%: the run then fails",
            Markup
                .VerifyStages(
                    $"- prune: {{ grain: row, allocation: global, sparsity: 50% }}\n- prune: {{ grain: row, remove: 10% }}\n- prune: {{ grain: row, allocation: global, sparsity: {{|PRN3029:60%|}} }}\n- {Train}",
                    Recipes.Model(Recipes.Linear("a", 10, 2), Recipes.Linear("b", 10, 2))
                )
                .Findings.Single(finding => finding.Rule == Rules.RunMayFail)
                .Message
        );

    [Fact]
    public void A_target_that_every_layer_is_sure_to_be_below_is_met() =>
        Markup.VerifyStages(
            $"- prune: {{ allocation: global, count: 5 }}\n- prune: {{ sparsity: 50% }}\n- {Train}",
            Recipes.Model(Recipes.Linear("a", 10, 1), Recipes.Linear("b", 10, 1))
        );

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, "40.0% of 'a.weight' already, up to 60.0%")]
    [InlineData(5, "40.0% of 'a.weight' already, up to 80.0%")]
    public void A_target_after_a_ranking_of_structures_counts_in_them(int count, string? expected)
    {
        // Half of five columns rounds to two.
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages(
                $"- prune: {{ grain: column, allocation: global, count: {count} }}\n- prune: {{ grain: column, sparsity: 50% }}\n- {Train}"
            ),
            Recipes.Model(Recipes.Linear("a", 2, 5), Recipes.Linear("b", 2, 5))
        );

        Assert.Equal(
            expected is null ? [] : [$"the ranking of all layers together may have taken more than {expected}"],
            compiled.Findings.Select(finding => finding.Message.Split(':')[0])
        );
    }

    [Theory]
    [InlineData("allocation: global, remove: 50%", "{|PRN5004:27.4%|}, protect: { min-keep: 34% }")]
    [InlineData("allocation: global, remove: 50%", "27.4%, protect: none")]
    [InlineData("allocation: global, count: 10", "27.4%, protect: { min-keep: 34% }")]
    [InlineData("count: 30", "{|PRN5004:27.4%|}, protect: { min-keep: 34% }")]
    [InlineData("count: 20", "27.4%, protect: { min-keep: 34% }")]
    [InlineData("count: 39", "{|PRN5003:27.4%|}, protect: { min-keep: 34% }")]
    public void What_a_ranking_leaves_may_be_too_little_for_what_a_later_stage_protects(string first, string second) =>
        Markup.VerifyStages(
            $"- prune: {{ {first}, protect: none }}\n- prune: {{ remove: {second} }}\n- {Train}",
            Recipes.Model(Recipes.Linear("a", 40, 1), Recipes.Linear("b", 40, 1))
        );

    private static string Message(string stages, ModelShape model, string head = "") =>
        Assert.Single(Recipes.Compile(Recipes.WithStages(stages, head), model).Findings).Message;

    /// <summary>The slow way: one round after the other, to nearest, ties to even.</summary>
    private static int FirstIdleRound(int units, double rate, int rounds)
    {
        for (int round = 1; round <= rounds; round++)
        {
            int taken = (int)Math.Round(Math.Round(units * rate, 9), MidpointRounding.ToEven);
            if (taken == 0)
            {
                return round;
            }

            units -= taken;
        }

        return rounds + 1;
    }

    [GeneratedRegex(@"^from round (\d+) on, ")]
    private static partial Regex Round();
}
