using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>Scores that run the model, over rounds and on grains.</summary>
public sealed class RoundTests
{
    /// <summary>As many weights are left as there are layers: each keeps one, and they lie on one path.</summary>
    [Fact]
    public void Synflow_leaves_a_path_where_one_round_leaves_none()
    {
        Assert.All(Left(100), kept => Assert.Equal(1, kept));
        Assert.Contains(0, Left(1));

        static long[] Left(int rounds)
        {
            manual_seed(2);
            using Sequential model = nn.Sequential(
                ("0", nn.Linear(20, 10, false)),
                ("1", nn.Linear(10, 30, false)),
                ("2", nn.Linear(30, 10, false)),
                ("3", nn.Linear(10, 3, false))
            );
            using SupervisedTrainer trainer = Toys.HalfSquares(model, [new double[20]], 0);
            using var run = new RecipeRun(
                model,
                Scoring.Definition(model, "0.weight", "1.weight", "2.weight", "3.weight")
            );
            run.Begin(trainer, null);
            run.Prune(
                1,
                Scoring.Stage(Score.Synflow, 0, Allocation.Global) with
                {
                    AmountKind = AmountKind.Count,
                    Amount = run.Masks.Units - 4,
                    Rounds = rounds,
                    Protection = Protection.None,
                }
            );
            return [.. run.Masks.Select(mask => mask.Kept)];
        }
    }

    /// <summary>FORCE by hand: gradients at the pruned network, times the weights before the stage, over all of them.</summary>
    [Fact]
    public void Snip_that_recovers_ranks_all_weights_by_the_gradient_of_the_pruned_network()
    {
        using var network = new TanhNetwork(5);
        double[] start = network.Weights;
        double[] weights = start;
        int[] kept = [];
        foreach (int pruned in (int[])[14, 28])
        {
            double[] gradient = network.MeanGradient(weights);
            kept = Scoring.KeptByRank(gradient.Zip(start, (g, w) => Math.Abs(g * w)), pruned);
            weights = [.. start.Select((weight, i) => kept.Contains(i) ? weight : 0)];
        }

        using SupervisedTrainer trainer = network.Trainer();
        using var run = new RecipeRun(network, Scoring.Definition(network, TanhNetwork.Layers));
        run.Begin(trainer, null);
        run.Prune(
            1,
            Scoring.Stage(Score.Snip, 0, Allocation.Global) with
            {
                AmountKind = AmountKind.Count,
                Amount = 28,
                Rounds = 2,
                Curve = Curve.Linear,
                Recovers = true,
            }
        );
        Assert.Equal(kept, Scoring.Kept(run.Masks));
        Assert.Equal(weights, network.Weights);
    }

    [Fact]
    public void The_score_of_a_row_is_the_sum_of_those_of_its_weights()
    {
        using var network = new TanhNetwork(6);
        double[] weights = network.Weights;
        double[] saliency = [.. network.MeanGradient(weights).Zip(weights, (g, w) => Math.Abs(g * w))];
        int[] lowest =
        [
            .. Enumerable
                .Range(0, TanhNetwork.Hidden)
                .OrderBy(row => saliency.Skip(row * TanhNetwork.Inputs).Take(TanhNetwork.Inputs).Sum())
                .Take(2)
                .Order(),
        ];
        using SupervisedTrainer trainer = network.Trainer();
        using var run = new RecipeRun(network, Scoring.Definition(network, "first.weight"));
        run.Begin(trainer, null);
        run.Prune(
            1,
            Scoring.Stage(Score.Snip, 0, Allocation.Layer) with
            {
                Grain = Grain.Row,
                AmountKind = AmountKind.Count,
                Amount = 2,
            }
        );
        Assert.Equal(
            lowest,
            Enumerable.Range(0, TanhNetwork.Hidden).Where(row => !run.Masks[0].IsKept(row * TanhNetwork.Inputs))
        );
    }

    [Theory]
    [InlineData(Score.Sparsegpt)]
    [InlineData(Score.Obs)]
    [InlineData(Score.Wanda)]
    public void Two_of_four_leaves_two_of_each_four(Score score)
    {
        using var network = new TanhNetwork(7);
        double[] before = network.first.weight.Doubles();
        using SupervisedTrainer trainer = network.Trainer();
        using var run = new RecipeRun(network, Scoring.Definition(network, "first.weight"));
        run.Begin(trainer, null);
        run.Prune(1, Scoring.Stage(score, 0.5m, Allocation.Layer) with { Grain = new GrainSpec(Grain.NOfM, 2, 4) });
        double[] after = network.first.weight.Doubles();
        Assert.All(after.Chunk(4), group => Assert.Equal(2, group.Count(weight => weight != 0)));
        Assert.Equal(score == Score.Wanda, after.All(weight => weight == 0 || before.Contains(weight)));
    }

    [Theory]
    [InlineData(Score.Sparsegpt)]
    [InlineData(Score.Obs)]
    public void What_changes_the_kept_weights_cannot_recover(Score score)
    {
        using var network = new TanhNetwork(8);
        using SupervisedTrainer trainer = network.Trainer();
        using var run = new RecipeRun(network, Scoring.Definition(network, TanhNetwork.Layers));
        run.Begin(trainer, null);
        RecipeException exception = Assert.Throws<RecipeException>(() =>
            run.Prune(1, Scoring.Stage(score, 0.5m, Allocation.Layer) with { Rounds = 2, Recovers = true })
        );
        Assert.Contains("cannot recover", exception.Message, StringComparison.Ordinal);
    }
}
