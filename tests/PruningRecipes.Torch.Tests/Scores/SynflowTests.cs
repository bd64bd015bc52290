using FsCheck;
using FsCheck.Fluent;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

public sealed class SynflowTests
{
    [Fact]
    public void Scores_are_those_by_hand_and_sum_to_the_flow_in_each_layer()
    {
        using Sequential model = Chain(
            [
                [1, -2],
                [3, 4],
            ],
            [
                [5, -6],
            ]
        );
        using SupervisedTrainer trainer = Toys.HalfSquares(
            model,
            [
                [9, 9],
            ],
            1
        );
        double[][] scores = Scoring.Of(Score.Synflow, model, trainer, ["0.weight", "1.weight"]);
        Assert.Equal([5, 10, 18, 24], scores[0]);
        Assert.Equal([15, 42], scores[1]);
        Assert.All(scores, layer => Assert.Equal(57, layer.Sum()));
    }

    [Fact]
    public void A_flow_beyond_32_bits_is_ranked_all_the_same()
    {
        (string, nn.Module<Tensor, Tensor>)[] layers =
        [
            .. Enumerable.Range(0, 8).Select(i => ($"{i}", (nn.Module<Tensor, Tensor>)Toys.Line(1e6))),
        ];
        using Sequential model = nn.Sequential(layers);
        using SupervisedTrainer trainer = Toys.HalfSquares(
            model,
            [
                [1],
            ],
            1
        );
        double[][] scores = Scoring.Of(Score.Synflow, model, trainer, ["0.weight", "7.weight"]);
        Assert.Equal(1e48, scores[0][0], 1e48 * 1e-6);
        Assert.Equal(scores[0], scores[1]);
    }

    /// <summary>Without biases, what flows into a layer flows out of it; through norms in evaluation, pooling and padding too.</summary>
    [Fact]
    public void The_flow_is_conserved_through_convolutions()
    {
        using Sequential model = nn.Sequential(
            ("conv1", nn.Conv2d(1, 4, 3, 1, 1, bias: false)),
            ("relu1", nn.ReLU()),
            ("pool", nn.MaxPool2d(2)),
            ("conv2", nn.Conv2d(4, 6, 3, 2, 0, groups: 2, bias: false)),
            ("norm", nn.BatchNorm2d(6)),
            ("flat", nn.Flatten()),
            ("head", nn.Linear(6, 3, false))
        );
        using Tensor inputs = randn(4, 1, 6, 6);
        using Tensor targets = zeros([4], ScalarType.Int64);
        using var trainer = new SupervisedTrainer(
            model,
            new SupervisedData(inputs, targets, inputs, targets),
            nn.CrossEntropyLoss()
        );
        double[][] scores = Scoring.Of(Score.Synflow, model, trainer, ["conv1.weight", "conv2.weight", "head.weight"]);
        Assert.All(scores, layer => Assert.Equal(scores[2].Sum(), layer.Sum(), scores[2].Sum() * 1e-9));
    }

    /// <summary>The oracle: sums over paths, R = 1ᵀ |W3| |W2| |W1| 1.</summary>
    [Fact]
    public void Masks_are_those_of_sums_over_paths() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<ulong>(),
                seed =>
                {
                    var random = new RandomSource(seed);
                    double[][][] matrices =
                    [
                        Matrix(4, 3, random.Split(1)),
                        Matrix(5, 4, random.Split(2)),
                        Matrix(2, 5, random.Split(3)),
                    ];
                    using Sequential model = Chain(matrices);
                    using SupervisedTrainer trainer = Toys.HalfSquares(
                        model,
                        [
                            [0, 0, 0],
                        ],
                        0
                    );
                    int[] expected = Scoring.KeptByRank(Paths(matrices), 18);
                    using var run = new RecipeRun(model, Scoring.Definition(model, "0.weight", "1.weight", "2.weight"));
                    run.Begin(trainer, null);
                    run.Prune(
                        1,
                        Scoring.Stage(Score.Synflow, 0, Allocation.Global) with
                        {
                            AmountKind = AmountKind.Count,
                            Amount = 18,
                        }
                    );
                    Assert.Equal(expected, Scoring.Kept(run.Masks));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_module_whose_parameters_it_does_not_know_is_named()
    {
        using Sequential model = nn.Sequential(("table", nn.Embedding(3, 2)), ("head", nn.Linear(2, 1)));
        using SupervisedTrainer trainer = Toys.HalfSquares(
            model,
            [
                [1],
            ],
            1
        );
        RecipeException exception = Assert.Throws<RecipeException>(() =>
            Scoring.Of(Score.Synflow, model, trainer, ["head.weight"])
        );
        Assert.StartsWith(
            "The score 'synflow' does not know the parameters of 'table' (",
            exception.Message,
            StringComparison.Ordinal
        );
    }

    private static double[] Paths(double[][][] w)
    {
        double Reach(int layer, int unit) =>
            layer == 0 ? 1 : w[layer - 1][unit].Select((weight, i) => weight * Reach(layer - 1, i)).Sum();
        double Flow(int layer, int unit) =>
            layer == w.Length ? 1 : w[layer].Select((row, o) => row[unit] * Flow(layer + 1, o)).Sum();
        return
        [
            .. w.SelectMany(
                (matrix, layer) =>
                    matrix.SelectMany(
                        (row, o) => row.Select((weight, i) => weight * Reach(layer, i) * Flow(layer + 1, o))
                    )
            ),
        ];
    }

    private static double[][] Matrix(int rows, int columns, RandomSource random) =>
        [
            .. Enumerable
                .Range(0, rows)
                .Select(row =>
                    Enumerable
                        .Range(0, columns)
                        .Select(i => (double)(float)random.Uniform((row * columns) + i))
                        .ToArray()
                ),
        ];

    private static Sequential Chain(params double[][][] matrices)
    {
        Sequential chain = nn.Sequential([
            .. matrices.Select(
                (matrix, i) =>
                {
                    Linear layer = nn.Linear(matrix[0].Length, matrix.Length, false);
                    layer.weight.Set([.. matrix.SelectMany(row => row).Select(weight => (float)weight)]);
                    return ($"{i}", (nn.Module<Tensor, Tensor>)layer);
                }
            ),
        ]);
        return chain;
    }
}
