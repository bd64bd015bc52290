using System.Reflection;

namespace PruningRecipes.Language.Tests;

public sealed class RuleTableTests
{
    [Fact]
    public void Every_rule_is_in_the_table_once_and_in_order()
    {
        IEnumerable<Rule> declared = typeof(Rules)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null))
            .OfType<Rule>();

        Assert.Equal(declared, Rules.All);
        Assert.Equal(Rules.All.Select(rule => rule.Id).Order().Distinct(), Rules.All.Select(rule => rule.Id));
    }

    [Fact]
    public void Every_rule_reads_well()
    {
        Assert.All(
            Rules.All,
            rule =>
            {
                Assert.Matches("^PRN[1-7][0-9]{3}$", rule.Id);
                Assert.Matches("^[A-Z].*[^.]$", rule.Title);
                Assert.DoesNotMatch("[.]$", rule.Message);
                Assert.EndsWith($"/docs/diagnostics/{rule.Id}.md", rule.HelpLink);
            }
        );
    }

    [Fact]
    public void Every_key_and_word_is_documented_in_a_sentence() =>
        Assert.All(
            new[]
            {
                Grammar.Recipe,
                Grammar.Parameter,
                Grammar.Layers,
                Grammar.LayerRule,
                Grammar.Snapshot,
                Grammar.Train,
                Grammar.Sgd,
                Grammar.Adam,
                Grammar.Step,
                Grammar.Warmup,
                Grammar.Prune,
                Grammar.Rewind,
                Grammar.Reinit,
                Grammar.Evaluate,
                Grammar.Repeat,
                Grammar.Recover,
                Grammar.Unify,
                Grammar.Search,
                Grammar.Fit,
                Grammar.Ensemble,
                Grammar.Data,
                Grammar.Protect,
                Actions.Prune,
                Actions.Rewire,
                Actions.Regularize,
                Actions.Constrain,
                Actions.Projection,
                Actions.StraightThrough,
                Grammar.Unify,
                MetricTable.Isometry,
                MetricTable.Noise,
                MetricTable.CorruptionOptions,
                MetricTable.Potential,
                MetricTable.Distance,
                MetricTable.Latency,
                Actions.Snapshot,
                Actions.Evaluate,
            }.SelectMany(mapping => mapping.Keys),
            key => Assert.Matches(@"^[A-Z].*[.]$", key.Documentation)
        );
}
