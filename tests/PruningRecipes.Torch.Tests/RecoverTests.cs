using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>Repairs without training.</summary>
public sealed class RecoverTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    public void The_orthogonal_factor_is_that_by_hand(double gain)
    {
        using Linear layer = nn.Linear(2, 2);
        layer.weight.Set(3, 0, 4, 5);
        byte[] bias = layer.bias!.Copy();
        using var run = new RecipeRun(layer, Scoring.Definition(layer, "weight"));

        run.Recover(1, new RecoverStage { Kind = RecoverKind.Orthogonal, Gain = gain });

        double[] expected = [0.6 * gain, -0.8 * gain, 0.8 * gain, 0.6 * gain];
        Assert.All(expected.Zip(layer.weight.Doubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(bias, layer.bias!.Copy());
    }

    [Fact]
    public void Kept_rows_and_columns_become_orthonormal_and_stay_so() =>
        Prop.ForAll(
                Gen.Choose(1, 9).ToArbitrary(),
                Gen.Choose(1, 9).ToArbitrary(),
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                (rows, columns, seed) =>
                {
                    manual_seed(seed);
                    using Linear layer = nn.Linear(columns, rows, false, dtype: ScalarType.Float64);
                    using var run = new RecipeRun(layer, Scoring.Definition(layer, "weight"));
                    run.Prune(1, Structures(Grain.Row, rows / 3));
                    run.Prune(2, Structures(Grain.Column, columns / 3));
                    run.Recover(3, new RecoverStage { Kind = RecoverKind.Orthogonal });

                    double[] weights = layer.weight.Doubles();
                    int[] kept = Scoring.Kept(run.Masks);
                    int[] keptRows = [.. kept.Select(i => i / columns).Distinct()];
                    int[] keptColumns = [.. kept.Select(i => i % columns).Distinct()];
                    bool isWide = keptRows.Length < keptColumns.Length;
                    (int[] vectors, int[] along) = isWide ? (keptRows, keptColumns) : (keptColumns, keptRows);
                    foreach (int a in vectors)
                    {
                        foreach (int b in vectors)
                        {
                            double product = along.Sum(i => At(a, i) * At(b, i));
                            Assert.Equal(a == b ? 1 : 0, product, 1e-9);
                        }
                    }

                    Assert.All(Enumerable.Range(0, weights.Length).Except(kept), i => Assert.Equal(0, weights[i]));
                    run.Recover(4, new RecoverStage { Kind = RecoverKind.Orthogonal });
                    Assert.All(
                        weights.Zip(layer.weight.Doubles()),
                        pair => Assert.Equal(pair.First, pair.Second, 1e-9)
                    );

                    double At(int vector, int i) => weights[isWide ? (vector * columns) + i : (i * columns) + vector];
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_matrix_of_zeros_has_an_orthogonal_factor_too()
    {
        using var scope = NewDisposeScope();
        Tensor factor = OrthogonalRecovery.Factor(zeros(3, 5, dtype: ScalarType.Float64));
        Assert.True(factor.mm(factor.mT).allclose(eye(3, dtype: ScalarType.Float64)));
    }

    /// <summary>Both inputs are equal, so what is kept can do the work of what is pruned: (1, 1) on (1, 1) and (2, 2).</summary>
    /// <param name="damping">Of a sum of squares of 5.</param>
    /// <param name="expected">1 + 5 / (5 + 5 x damping).</param>
    [Theory]
    [InlineData(0, 2)]
    [InlineData(0.5, 5 / 3.0)]
    public void The_fit_is_that_by_hand(double damping, double expected)
    {
        using Linear line = Toys.Line(1, 1);
        using SupervisedTrainer trainer = Toys.HalfSquares(
            line,
            [
                [1, 1],
                [2, 2],
            ],
            0,
            0
        );
        using var run = new RecipeRun(line, Scoring.Definition(line, "weight"));
        run.Begin(trainer, null);
        run.Snapshot(1, "dense", SnapshotContents.Weights);
        run.Prune(2, Recipes.Magnitude(AmountKind.Count, 1));

        run.Recover(3, Fit(damping));

        double[] weights = line.weight.Doubles();
        Assert.Equal(0, weights[0]);
        Assert.Equal(expected, weights[1], 1e-6);
    }

    /// <summary>By elimination in plain numbers, and never further from the outputs than without it.</summary>
    [Fact]
    public void The_fit_solves_the_normal_equations_of_each_row() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<ulong>(),
                Gen.Elements(0.0, 0.01, 0.5).ToArbitrary(),
                (seed, damping) =>
                {
                    using var network = new TanhNetwork(seed);
                    using SupervisedTrainer trainer = network.Trainer();
                    using var run = new RecipeRun(network, Scoring.Definition(network, "second.weight"));
                    int[] examples = [.. Enumerable.Range(0, TanhNetwork.Examples)];
                    double[][] hidden = [.. examples.Select(example => network.HiddenOf(example, network.Weights))];
                    double[][] dense = Rows(network);
                    run.Begin(trainer, null);
                    run.Snapshot(1, "dense", SnapshotContents.Weights);
                    run.Prune(2, Recipes.Magnitude(AmountKind.Sparsity, 0.5m));
                    double[][] pruned = Rows(network);

                    run.Recover(3, Fit(damping));

                    double[][] fitted = Rows(network);
                    for (int row = 0; row < TanhNetwork.Outputs; row++)
                    {
                        int[] kept =
                        [
                            .. Enumerable
                                .Range(0, TanhNetwork.Hidden)
                                .Where(i => run.Masks[0].IsKept((row * TanhNetwork.Hidden) + i)),
                        ];
                        double[] missing = [.. hidden.Select(x => Dot(dense[row], x) - Dot(pruned[row], x))];
                        double added =
                            damping * kept.Select(i => hidden.Sum(x => x[i] * x[i])).DefaultIfEmpty().Average();
                        double[] change = Eliminate(
                            [
                                .. kept.Select(i =>
                                    kept.Select(j => hidden.Sum(x => x[i] * x[j]) + (i == j ? added : 0)).ToArray()
                                ),
                            ],
                            [.. kept.Select(i => hidden.Zip(missing, (x, y) => x[i] * y).Sum())]
                        );
                        double[] expected = [.. pruned[row]];
                        for (int i = 0; i < kept.Length; i++)
                        {
                            expected[kept[i]] += change[i];
                        }

                        Assert.All(expected.Zip(fitted[row]), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
                        Assert.True(Error(fitted[row]) <= Error(pruned[row]) + 1e-12);

                        double Error(double[] weights) =>
                            hidden.Sum(x => Math.Pow(Dot(weights, x) - Dot(dense[row], x), 2));
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>The hidden units are equal: without the first, the second layer takes the other one twice.</summary>
    [Fact]
    public void A_layer_makes_up_for_the_filters_of_the_layer_before()
    {
        using Linear first = nn.Linear(2, 2, false);
        using Linear second = nn.Linear(2, 1);
        first.weight.Set(1, 2, 1, 2);
        second.weight.Set(1, 1);
        using Sequential network = nn.Sequential(("first", first), ("second", second));
        using SupervisedTrainer trainer = Toys.HalfSquares(
            network,
            [
                [1, 0],
                [0, 1],
                [1, 3],
            ],
            0,
            0,
            0
        );
        double bias = second.bias!.Doubles()[0];
        using var run = new RecipeRun(network, Scoring.Definition(network, "first.weight", "second.weight"));
        run.Begin(trainer, null);
        run.Snapshot(1, "dense", SnapshotContents.Weights);
        foreach (long index in new[] { 0, 1 })
        {
            run.Masks["first.weight"].Bits.Prune(index);
        }

        run.AfterOptimizerStep();
        run.Recover(2, Fit(0));

        double[] weights = second.weight.Doubles();
        Assert.Equal(2, weights[1], 1e-5);
        Assert.Equal(1, weights[0], 1e-5); // never seen, so it stays
        Assert.Equal(bias, second.bias!.Doubles()[0]);
    }

    [Fact]
    public void A_convolution_makes_up_for_a_channel_that_repeats_another()
    {
        manual_seed(3);
        using Conv2d plain = nn.Conv2d(2, 3, 3, 2, 1, dtype: ScalarType.Float64);
        using Conv2d grouped = nn.Conv2d(4, 6, 3, groups: 2, dtype: ScalarType.Float64);
        Check(plain, 2);
        Check(grouped, 4);

        static void Check(Conv2d layer, int channels)
        {
            using var scope = NewDisposeScope();
            Tensor one = randn([6, channels / 2, 1, 5, 5], ScalarType.Float64);
            Tensor inputs = cat([one, one], 2).reshape(6, channels, 5, 5).DetachFromDisposeScope();
            Tensor outputs = layer.call(inputs).detach();
            using var trainer = new SupervisedTrainer(
                layer,
                new SupervisedData(inputs, outputs.DetachFromDisposeScope(), inputs, outputs),
                nn.MSELoss()
            );
            using var run = new RecipeRun(layer, Scoring.Definition(layer, "weight"));
            run.Begin(trainer, null);
            run.Snapshot(1, "dense", SnapshotContents.Weights);
            run.Prune(2, Structures(Grain.Channel, 1));
            Assert.False(layer.call(inputs).allclose(outputs, 1e-3, 1e-3));

            run.Recover(3, Fit(0));

            Assert.Equal(layer.weight.numel() / layer.weight.size(1), run.Masks.Pruned);
            Assert.True(layer.call(inputs).allclose(outputs, 1e-6, 1e-8));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Running_statistics_are_the_means_over_the_batches(int batches)
    {
        const int Examples = 20;
        manual_seed(5);
        using var model = new ConvNet();
        model.norm.momentum = 0.3;
        model.eval();
        Tensor inputs = randn(Examples, 1, 6, 6).DetachFromDisposeScope();
        Tensor targets = zeros(Examples, ScalarType.Int64).DetachFromDisposeScope();
        using var trainer = new SupervisedTrainer(
            model,
            new SupervisedData(inputs, targets, inputs, targets),
            nn.CrossEntropyLoss()
        );
        trainer.BeginTraining(Examples / batches, 0);
        model.eval();
        byte[] weights = Parameters();
        using var run = new RecipeRun(model, Recipes.ForLayers(new LayerPlan("conv.weight", [4, 1, 3, 3])));
        run.Begin(trainer, null);

        run.Recover(1, new RecoverStage { Kind = RecoverKind.Batchnorm, Batches = batches });

        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        Tensor outputs = model.conv.call(inputs).permute(1, 0, 2, 3).reshape(4, -1);
        Assert.True(model.norm.running_mean!.allclose(outputs.mean([1]), 1e-4, 1e-5));
        if (batches == 1)
        {
            Assert.True(model.norm.running_var!.allclose(outputs.var(1), 1e-4, 1e-5));
        }

        Assert.Equal(batches, model.norm.num_batches_tracked!.item<long>());
        Assert.Equal(0.3, model.norm.momentum);
        Assert.All(model.modules(), module => Assert.False(module.training));
        Assert.Equal(weights, Parameters());

        byte[] Parameters() => [.. model.parameters().SelectMany(TensorReading.Copy)];
    }

    [Fact]
    public void What_cannot_be_repaired_says_why()
    {
        using Linear line = Toys.Line(1, 1);
        using SupervisedTrainer trainer = Toys.HalfSquares(
            line,
            [
                [1, 1],
            ],
            0
        );
        using var run = new RecipeRun(line, Scoring.Definition(line, "weight"));
        var statistics = new RecoverStage { Kind = RecoverKind.Batchnorm };
        AssertFails(
            "Stage 1 (recover): There is no trainer: a recovery that sees data belongs into a run.",
            statistics
        );
        run.Begin(trainer, null);
        AssertFails(
            "Stage 1 (recover): Linear has no batch norm whose running statistics could be measured.",
            statistics
        );
        AssertFails("Stage 1 (recover): There is no snapshot named 'dense' to fit the outputs of", Fit(0));
        run.Snapshot(1, "dense", SnapshotContents.Weights);
        using SupervisedTrainer infinite = Toys.HalfSquares(
            line,
            [
                [double.PositiveInfinity, 1],
            ],
            0
        );
        run.Begin(infinite, null);
        byte[] before = line.weight.Copy();
        AssertFails("Stage 1 (recover): The inputs or outputs of the layer of 'weight' are not finite.", Fit(0));
        Assert.Equal(before, line.weight.Copy());

        void AssertFails(string message, RecoverStage stage) =>
            Assert.StartsWith(message, Assert.Throws<RecipeException>(() => run.Recover(1, stage)).Message);
    }

    private static PruneStage Structures(Grain grain, int count) =>
        Recipes.Magnitude(AmountKind.Count, count) with
        {
            Grain = grain,
        };

    private static RecoverStage Fit(double damping) =>
        new()
        {
            Kind = RecoverKind.LeastSquares,
            Snapshot = "dense",
            Damping = damping,
        };

    private static double[][] Rows(TanhNetwork network) =>
        [.. network.second.weight.Doubles().Chunk(TanhNetwork.Hidden)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    /// <summary>Gauss and Jordan.</summary>
    private static double[] Eliminate(double[][] matrix, double[] right)
    {
        for (int pivot = 0; pivot < right.Length; pivot++)
        {
            for (int row = 0; row < right.Length; row++)
            {
                if (row != pivot)
                {
                    double factor = matrix[row][pivot] / matrix[pivot][pivot];
                    matrix[row] = [.. matrix[row].Zip(matrix[pivot], (a, b) => a - (factor * b))];
                    right[row] -= factor * right[pivot];
                }
            }
        }

        return [.. right.Select((value, i) => value / matrix[i][i])];
    }
}
