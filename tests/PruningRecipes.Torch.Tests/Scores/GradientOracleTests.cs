using FsCheck;
using FsCheck.Fluent;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>Masks of scores by gradients against those of gradients that are written out, for any weights and data.</summary>
public sealed class GradientOracleTests
{
    private const int Pruned = 20;

    [Fact]
    public void Snip_prunes_as_written_out() =>
        Check(
            Score.Snip,
            (network, weights) => [.. network.MeanGradient(weights).Zip(weights, (g, w) => Math.Abs(g * w))]
        );

    [Fact]
    public void Taylor_prunes_as_written_out() =>
        Check(
            Score.Taylor,
            (network, weights) => [.. network.MeanGradient(weights).Zip(weights, (g, w) => g * w * g * w)]
        );

    [Fact]
    public void Fisher_prunes_as_written_out() =>
        Check(
            Score.Fisher,
            (network, weights) =>
            {
                var scores = new double[weights.Length];
                for (int example = 0; example < TanhNetwork.Examples; example++)
                {
                    double[] gradient = network.Gradient(example, weights);
                    for (int i = 0; i < scores.Length; i++)
                    {
                        scores[i] += gradient[i] * gradient[i] * weights[i] * weights[i] / 2;
                    }
                }

                return scores;
            }
        );

    /// <summary>The product of the Hessian with the gradient, as the difference of two gradients along it.</summary>
    [Fact]
    public void Grasp_prunes_as_by_differences() =>
        Check(
            Score.Grasp,
            (network, weights) =>
            {
                const double Step = 1e-4;
                double[] gradient = network.MeanGradient(weights);
                double[] ahead = network.MeanGradient([.. weights.Zip(gradient, (w, g) => w + (Step * g))]);
                double[] behind = network.MeanGradient([.. weights.Zip(gradient, (w, g) => w - (Step * g))]);
                return [.. weights.Select((w, i) => w * (ahead[i] - behind[i]) / (2 * Step))];
            }
        );

    /// <summary>The outputs are divided where they come from: by the weights of the last layer and its bias, for any temperature.</summary>
    [Fact]
    public void A_temperature_is_in_the_last_layer() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<ulong>(),
                Gen.Choose(1, 1000).ToArbitrary(),
                (seed, temperature) =>
                {
                    using var network = new TanhNetwork(seed);
                    using SupervisedTrainer trainer = network.Trainer();
                    PruneStage stage = Scoring.Stage(Score.Grasp, 0, Allocation.Layer) with
                    {
                        Temperature = temperature,
                    };
                    double[] divided = Scoring.Of(stage, network, trainer, [TanhNetwork.Layers[0]])[0];
                    using (no_grad())
                    {
                        network.second.weight.div_(temperature);
                        network.second.bias!.div_(temperature);
                    }

                    double[] expected = Scoring.Of(Score.Grasp, network, trainer, [TanhNetwork.Layers[0]])[0];
                    double size = expected.Max(Math.Abs);
                    Assert.All(expected.Zip(divided), pair => Assert.Equal(pair.First, pair.Second, 1e-10 * size));
                }
            )
            .QuickCheckThrowOnFailure();

    private static void Check(Score score, Func<TanhNetwork, double[], double[]> oracle) =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<ulong>(),
                seed =>
                {
                    using var network = new TanhNetwork(seed);
                    double[] weights = network.Weights;
                    int[] expected = Scoring.KeptByRank(oracle(network, weights), Pruned);
                    using SupervisedTrainer trainer = network.Trainer();
                    using var run = new RecipeRun(network, Scoring.Definition(network, TanhNetwork.Layers));
                    run.Begin(trainer, null);
                    run.Prune(
                        1,
                        Scoring.Stage(score, 0, Allocation.Global) with
                        {
                            AmountKind = AmountKind.Count,
                            Amount = Pruned,
                        }
                    );
                    Assert.Equal(expected, Scoring.Kept(run.Masks));
                }
            )
            .QuickCheckThrowOnFailure();
}
