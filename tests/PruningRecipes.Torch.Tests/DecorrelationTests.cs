using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>Filters that the next stage prunes are pushed to zero and away from the others, by inputs of zero: there is no other loss.</summary>
public sealed class DecorrelationTests
{
    [Fact]
    public void A_step_is_that_of_the_example_by_hand()
    {
        // The second filter goes. W W' = [1 .5 0; .5 .5 1; 0 1 4] without what the others have among themselves, squared and
        // meant, is 2.75 / 9, and 4 / 9 of its product with W is the gradient: [1 1; 3 9; 2 2] / 9.
        using Linear layer = nn.Linear(2, 3, false, dtype: ScalarType.Float64);
        double[] stepped = Step(layer, [1, 0, 0.5, 0.5, 0, 2], strength: 9, Filters(Score.L2Norm, 1), rate: 0.1);
        AssertNear([0.9, -0.1, 0.2, -0.4, -0.2, 1.8], stepped, 1e-12);
    }

    [Fact]
    public void All_filters_count_where_no_stage_prunes()
    {
        // W W' = [4 2; 2 2], all of which counts.
        using Linear layer = nn.Linear(2, 2, false, dtype: ScalarType.Float64);
        double[] stepped = Step(layer, [2, 0, 1, 1], strength: 1, target: null, rate: 1);
        AssertNear([2 - 10, 0 - 2, 1 - 6, 1 - 2], stepped, 1e-12);
    }

    [Fact]
    public void Weights_of_filters_that_stay_are_left_alone()
    {
        using Linear layer = nn.Linear(2, 3, false, dtype: ScalarType.Float64);
        double[] weights = [1, 0.1, 0.5, 2, 3, 2];
        PruneStage weightwise = Recipes.Magnitude(AmountKind.Count, 1);
        Assert.Equal(weights, Step(layer, weights, strength: 9, weightwise, rate: 0.1));
    }

    [Fact]
    public void The_step_is_along_the_differences_of_the_loss() =>
        Prop.ForAll(
                (
                    from filters in Gen.Choose(3, 6)
                    from channels in Gen.Choose(1, 4)
                    from kernel in Gen.Choose(1, 2)
                    from pruned in Gen.Choose(1, filters - 2)
                    from seed in Gen.Choose(0, 1000)
                    select (filters, channels, kernel, pruned, seed)
                ).ToArbitrary(),
                given =>
                {
                    using Conv2d layer = nn.Conv2d(
                        given.channels,
                        given.filters,
                        (given.kernel, 2L),
                        bias: false,
                        dtype: ScalarType.Float64
                    );
                    int length = given.channels * given.kernel * 2;
                    RandomSource random = new((ulong)given.seed);
                    double[] weights =
                    [
                        .. Enumerable
                            .Range(0, given.filters * length)
                            .Select(i => i % 5 == 1 ? 0 : random.Uniform(i) - 0.5),
                    ];

                    double[] stepped = Step(
                        layer,
                        weights,
                        strength: 3,
                        Filters(Score.L1Norm, given.pruned),
                        rate: 1,
                        prunedBefore: weights.Count(weight => weight == 0)
                    );

                    double[] slopes = Differences(weights, length, given.pruned);
                    AssertNear([.. weights.Zip(slopes, (w, slope) => w == 0 ? 0 : w - (3 * slope))], stepped, 1e-7);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(50).WithReplay(new Replay(new Rnd(1), null)));

    [Theory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.BFloat16, 0.01)]
    public void Other_types_step_alike(ScalarType type, double tolerance)
    {
        using Linear layer = nn.Linear(2, 3, false, dtype: type);
        double[] stepped = Step(layer, [1, 0, 0.5, 0.5, 0, 2], strength: 9, Filters(Score.L2Norm, 1), rate: 0.1);
        AssertNear([0.9, -0.1, 0.2, -0.4, -0.2, 1.8], stepped, tolerance);
    }

    [Fact]
    public void The_penalty_grows_to_its_strength_and_stays()
    {
        // One filter, all of which counts: w - rate x strength x progress x 4 w^3.
        using Linear layer = nn.Linear(1, 1, false, dtype: ScalarType.Float64);
        double expected = 0.5;
        foreach (double progress in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            expected -= 0.1 * progress * 4 * Math.Pow(expected, 3);
        }

        AssertNear([expected], Step(layer, [0.5], strength: 1, target: null, rate: 0.1, until: 4), 1e-12);
    }

    [Fact]
    public void A_penalty_lets_its_tensors_go()
    {
        using Linear layer = nn.Linear(2, 3, false, dtype: ScalarType.Float64);
        double[] weights = [1, 0, 0.5, 0.5, 0, 2];
        Step(layer, weights, 9, Filters(Score.L2Norm, 1), 0.1);
        long held = TensorReading.CountHeld();
        Step(layer, weights, 9, Filters(Score.L2Norm, 1), 0.1);
        Assert.Equal(held, TensorReading.CountHeld());
    }

    private static PruneStage Filters(Score score, int count) =>
        Recipes.Magnitude(AmountKind.Count, count) with
        {
            Score = score,
            Grain = Grain.Filter,
        };

    /// <summary>The slow way: what the loss, its target held, differs by where a weight moves.</summary>
    private static double[] Differences(double[] weights, int length, int pruned)
    {
        HashSet<int> goes =
        [
            .. Enumerable
                .Range(0, weights.Length / length)
                .OrderBy(filter => weights.Skip(filter * length).Take(length).Sum(Math.Abs))
                .Take(pruned),
        ];
        double[] target = Gram(weights, length);
        int count = weights.Length / length;
        foreach (int i in Enumerable.Range(0, target.Length))
        {
            target[i] = goes.Contains(i / count) || goes.Contains(i % count) ? 0 : target[i];
        }

        return [.. weights.Select((_, i) => (Loss(i, 1e-5) - Loss(i, -1e-5)) / 2e-5)];

        double Loss(int index, double by)
        {
            double[] moved = [.. weights.Select((weight, i) => i == index ? weight + by : weight)];
            return Gram(moved, length).Zip(target, (entry, wanted) => Math.Pow(entry - wanted, 2)).Average();
        }
    }

    private static double[] Gram(double[] weights, int length)
    {
        double[][] filters = [.. weights.Chunk(length)];
        return [.. filters.SelectMany(one => filters.Select(other => one.Zip(other, (a, b) => a * b).Sum()))];
    }

    /// <summary>The weights after steps along a penalty that grows from nothing, the last of them at its full strength.</summary>
    private static double[] Step(
        nn.Module<Tensor, Tensor> layer,
        double[] weights,
        double strength,
        PruneStage? target,
        double rate,
        int until = 1,
        int prunedBefore = 0
    )
    {
        Parameter weight = layer.parameters().First();
        using (no_grad())
        {
            weight.copy_(tensor(weights).reshape(weight.shape));
        }

        long[] shape = weight.dim() == 2 ? [1, weight.size(1)] : [1, .. weight.shape[1..]];
        using Tensor inputs = zeros(shape, weight.dtype);
        using Tensor targets = zeros([1], weight.dtype);
        using var trainer = new SupervisedTrainer(
            layer,
            new SupervisedData(inputs, targets, inputs, targets),
            (outputs, _) => outputs.sum()
        );
        using var run = new RecipeRun(layer, Scoring.Definition(layer, "weight"));
        run.Begin(trainer, null);
        run.Prune(1, Recipes.Magnitude(AmountKind.Count, prunedBefore));
        run.Train(
            2,
            new TrainStage
            {
                Steps = until + 1,
                Optimizer = new SgdPlan { LearningRate = rate },
                During =
                [
                    new RegularizeAction
                    {
                        Kind = Penalty.Decorrelate,
                        Strength = strength,
                        Until = TrainingPosition.Steps(until),
                        Target = target,
                    },
                ],
            }
        );
        return weight.Doubles();
    }

    private static void AssertNear(double[] expected, double[] actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
