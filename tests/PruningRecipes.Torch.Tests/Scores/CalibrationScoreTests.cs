using FsCheck;
using FsCheck.Fluent;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

public sealed class CalibrationScoreTests
{
    [Fact]
    public void Wanda_scores_and_keeps_what_is_by_hand()
    {
        using Linear layer = nn.Linear(4, 2, false);
        layer.weight.Set(0.1f, -0.5f, 0.4f, 0.2f, 1f, -0.2f, 0.3f, 0.05f);

        // Norms of 4, 1, 2 and 8.
        using SupervisedTrainer trainer = Toys.HalfSquares(
            layer,
            [
                [4, 0, 0, 0],
                [0, 1, 0, 0],
                [0, 0, 2, 0],
                [0, 0, 0, 8],
            ],
            0,
            0,
            0,
            0
        );
        double[] scores = Scoring.Of(Score.Wanda, layer, trainer, ["weight"])[0];
        double[] expected = [0.4, 0.5, 0.8, 1.6, 4, 0.2, 0.6, 0.4];
        Assert.All(scores.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6));

        Assert.Equal([2, 3, 4, 6], Kept(Allocation.Layer));
        Assert.Equal([2, 3, 4, 6], Kept(Allocation.Global));

        int[] Kept(Allocation allocation)
        {
            using var run = new RecipeRun(layer, Scoring.Definition(layer, "weight"));
            byte[] before = layer.weight.Copy();
            run.Begin(trainer, null);
            run.Prune(1, Scoring.Stage(Score.Wanda, 0.5m, allocation));
            before.CopyTo(layer.weight.bytes);
            return Scoring.Kept(run.Masks);
        }
    }

    /// <summary>Layer by layer: the second sees the hidden units of the pruned first.</summary>
    [Fact]
    public void Wanda_prunes_as_written_out() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<ulong>(),
                seed =>
                {
                    using var network = new TanhNetwork(seed);
                    double[] weights = network.Weights;
                    int[] examples = [.. Enumerable.Range(0, TanhNetwork.Examples)];
                    double[] inputs =
                    [
                        .. Enumerable
                            .Range(0, TanhNetwork.Inputs)
                            .Select(i => Math.Sqrt(examples.Sum(e => Math.Pow(network.InputOf(e, i), 2)))),
                    ];
                    var kept = new SortedSet<int>(HalfOfRows(weights, 0, TanhNetwork.Hidden, inputs));
                    for (int i = 0; i < TanhNetwork.Hidden * TanhNetwork.Inputs; i++)
                    {
                        weights[i] = kept.Contains(i) ? weights[i] : 0;
                    }

                    double[][] hidden = [.. examples.Select(e => network.HiddenOf(e, weights))];
                    double[] norms =
                    [
                        .. Enumerable
                            .Range(0, TanhNetwork.Hidden)
                            .Select(h => Math.Sqrt(hidden.Sum(units => units[h] * units[h]))),
                    ];
                    kept.UnionWith(
                        HalfOfRows(weights, TanhNetwork.Hidden * TanhNetwork.Inputs, TanhNetwork.Outputs, norms)
                    );
                    using SupervisedTrainer trainer = network.Trainer();
                    using var run = new RecipeRun(network, Scoring.Definition(network, TanhNetwork.Layers));
                    run.Begin(trainer, null);

                    run.Prune(1, Scoring.Stage(Score.Wanda, 0.5m, Allocation.Layer));
                    Assert.Equal(kept, Scoring.Kept(run.Masks));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Inputs_of_convolutions_are_the_patches_that_the_kernels_lie_on()
    {
        using Conv2d plain = nn.Conv2d(2, 3, 3, 2, 1);
        using Conv2d grouped = nn.Conv2d(4, 6, (2, 3), (1, 2), (0, 1), (2, 1), groups: 2, bias: false);
        using Conv1d flat = nn.Conv1d(2, 3, 3, padding: 1, padding_mode: TorchSharp.PaddingModes.Reflect);
        using Conv2d same = nn.Conv2d(2, 2, (4, 3), TorchSharp.Padding.Same);
        Check(plain, randn(2, 2, 7, 6));
        Check(grouped, randn(2, 4, 7, 6));
        Check(flat, randn(2, 2, 9));
        Check(same, randn(3, 2, 7, 6));

        static void Check(Convolution layer, Tensor input)
        {
            using var scope = NewDisposeScope();
            using IDisposable mode = no_grad();
            Tensor expected = layer.call(input);
            Tensor patches = ConvolutionInput.Patches(layer, input);
            Tensor weights = layer.weight.reshape(layer.groups, -1, patches.size(2));
            Tensor products = patches.bmm(weights.mT);

            // [groups, examples x places, outputs of a group] to the layout of the layer's output.
            Tensor outputs = products
                .reshape(layer.groups, input.size(0), -1, weights.size(1))
                .permute(1, 0, 3, 2)
                .reshape(expected.shape);
            if (layer.bias is { } bias)
            {
                outputs = outputs + bias.reshape([-1, .. Enumerable.Repeat(1L, (int)input.dim() - 2)]);
            }

            Assert.True(outputs.allclose(expected, 1e-4, 1e-5));
        }
    }

    private static IEnumerable<int> HalfOfRows(double[] weights, int first, int rows, double[] norms)
    {
        for (int row = 0; row < rows; row++)
        {
            int start = first + (row * norms.Length);
            int[] kept = Scoring.KeptByRank(
                norms.Select((norm, i) => Math.Abs(weights[start + i]) * norm),
                norms.Length / 2
            );
            foreach (int i in kept)
            {
                yield return start + i;
            }
        }
    }
}
