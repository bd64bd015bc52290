using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

public sealed class OperationPruningTests
{
    /// <summary>
    /// A filter of the convolution has 9 weights at 16 positions, a row of the head 64 at one: 144 and 64 of 768. In the order of
    /// their l1 norms, 9, 16, 18, 27, 32, 36 and 48, they leave 624, 560, 416, 272, 208, 64 and none.
    /// </summary>
    [Theory]
    [InlineData("0.18", new[] { 0, 2, 3 }, new[] { 0, 1, 2 })]
    [InlineData("0.1875", new[] { 0, 2, 3 }, new[] { 0, 1, 2 })]
    [InlineData("0.1876", new[] { 0, 2, 3 }, new[] { 1, 2 })]
    [InlineData("0.45", new[] { 0, 2 }, new[] { 1, 2 })]
    [InlineData("0.5", new[] { 0 }, new[] { 1, 2 })]
    [InlineData("0.7", new[] { 0 }, new[] { 2 })]
    public void As_few_filters_go_as_it_takes(string share, int[] filters, int[] rows)
    {
        using var net = new Ranked();
        net.Run.Prune(1, Stage(decimal.Parse(share, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(filters, net.Kept(0));
        Assert.Equal(rows, net.Kept(1));
    }

    [Fact]
    public void Without_protection_a_layer_may_go_whole()
    {
        using var net = new Ranked();
        net.Run.Prune(1, Stage(0.9m) with { Protection = Protection.None });
        Assert.Empty(net.Kept(0));
        Assert.Equal([2], net.Kept(1));
    }

    [Fact]
    public void What_is_protected_may_cost_too_much()
    {
        using var net = new Ranked();
        Assert.Equal(
            "Stage 1 (prune): Cannot remove 90% of the operations of 2 layers: without all units that may be pruned, 27.08% are left, of those that are protected.",
            Assert.Throws<RecipeException>(() => net.Run.Prune(1, Stage(0.9m))).Message
        );
        Assert.Equal(0, net.Run.Masks.Pruned);
    }

    [Fact]
    public void Where_so_much_is_gone_nothing_more_goes()
    {
        using var net = new Ranked();
        net.Run.Prune(1, Stage(0.5m));
        long pruned = net.Run.Masks.Pruned;
        net.Run.Prune(2, Stage(0.5m));
        net.Run.Prune(3, Stage(0.1m));
        Assert.Equal(pruned, net.Run.Masks.Pruned);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rounds_of_a_score_that_does_not_change_end_where_one_round_does(bool recovers)
    {
        using var net = new Ranked();
        net.Run.Prune(1, Stage(0.5m) with { Rounds = 4, Curve = Curve.Linear, Recovers = recovers });
        Assert.Equal([0], net.Kept(0));
        Assert.Equal([1, 2], net.Kept(1));
    }

    [Fact]
    public void Of_each_layer_it_is_a_share_of_its_units()
    {
        using var net = new Ranked();
        net.Run.Prune(1, Stage(0.5m) with { Allocation = Allocation.Layer });
        Assert.Equal([0, 2], net.Kept(0));
        Assert.Equal([2], net.Kept(1));
    }

    [Theory]
    [InlineData(Allocation.Erk)]
    [InlineData(Allocation.UniformPlus)]
    public void Shapes_do_not_divide_operations(Allocation allocation)
    {
        using var net = new Ranked();
        Assert.Throws<NotSupportedException>(() => net.Run.Prune(1, Stage(0.5m) with { Allocation = allocation }));
    }

    [Fact]
    public void Without_an_example_there_are_no_positions()
    {
        using var net = new Ranked(begins: false);
        Assert.Equal(
            "Stage 1 (prune): There is no trainer: an amount of operations that sees data belongs into a run.",
            Assert.Throws<RecipeException>(() => net.Run.Prune(1, Stage(0.5m))).Message
        );
    }

    /// <summary>Against a list of all units that is sorted and gone through, after single weights were pruned or not.</summary>
    [Fact]
    public void Never_less_goes_than_is_asked_for_and_one_unit_fewer_would_be_less() =>
        Prop.ForAll(
                Gen.Choose(0, 70).Zip(Gen.Choose(0, 40)).Zip(Gen.Choose(0, 2)).Zip(Gen.Choose(0, 9999)).ToArbitrary(),
                drawn =>
                {
                    (((int percent, int sparsity), int kept), int seed) = drawn;
                    using var net = new Ranked();
                    var random = new Random(seed);
                    foreach (LayerPlan plan in Ranked.Plans)
                    {
                        float[] weights =
                        [
                            .. Enumerable
                                .Range(0, plan.Shape[0] == 4 ? 36 : 192)
                                .Select(_ => (float)random.Next(-1, 2)),
                        ];
                        net.Weight(plan.Path).Set(weights);
                    }

                    net.Run.Prune(1, Scoring.Stage(Score.Random, sparsity / 100m, Allocation.Global));
                    List<Unit> units = net.Units();
                    long limit = (long)decimal.Floor(768 * (1 - (percent / 100m)));
                    long left = units.Sum(unit => unit.Cost);
                    HashSet<Unit> staying =
                    [
                        .. units
                            .GroupBy(unit => unit.Layer)
                            .SelectMany(layer =>
                                layer.OrderBy(unit => unit.Score).ThenBy(unit => unit.Index).TakeLast(kept)
                            ),
                    ];
                    Queue<Unit> going = new(
                        units
                            .Except(staying)
                            .OrderBy(unit => unit.Score)
                            .ThenBy(unit => unit.Layer)
                            .ThenBy(unit => unit.Index)
                    );
                    while (left > limit && going.TryDequeue(out Unit unit))
                    {
                        left -= unit.Cost;
                    }

                    PruneStage stage = Stage(percent / 100m) with { Protection = new Protection(kept, 0) };
                    if (left > limit)
                    {
                        Assert.Throws<RecipeException>(() => net.Run.Prune(2, stage));
                        Assert.Equal(units, net.Units());
                        return;
                    }

                    net.Run.Prune(2, stage);
                    Assert.Equal(units.Where(unit => staying.Contains(unit) || going.Contains(unit)), net.Units());
                    net.Run.Evaluate(3, null, Metric.Flops);
                    Assert.Equal(2 * left, net.Run.Complete().Evaluations[^1].Flops!.Kept);
                }
            )
            .QuickCheckThrowOnFailure();

    private static PruneStage Stage(decimal share) =>
        new()
        {
            Score = Score.L1Norm,
            Grain = Grain.Filter,
            Allocation = Allocation.Global,
            AmountKind = AmountKind.Flops,
            Amount = share,
        };

    /// <summary>A filter with something left of it.</summary>
    private readonly record struct Unit(int Layer, int Index, double Score, long Cost);

    /// <summary>A run of a network whose filters have known norms.</summary>
    private sealed class Ranked : IDisposable
    {
        private readonly ConvNet _model = new();
        private readonly SupervisedTrainer _trainer;

        public Ranked(bool begins = true)
        {
            Tensor inputs = zeros(2, 1, 6, 6).DetachFromDisposeScope();
            Tensor targets = zeros(2, ScalarType.Int64).DetachFromDisposeScope();
            var data = new SupervisedData(inputs, targets, inputs, targets);
            _trainer = new SupervisedTrainer(_model, data, nn.CrossEntropyLoss());
            Weight("conv.weight").Set(Rows(9, 4, 1, 3, 2));
            Weight("head.weight").Set(Rows(64, 0.25f, 0.5f, 0.75f));
            Run = new RecipeRun(_model, Recipes.ForLayers(Plans));
            if (begins)
            {
                Run.Begin(_trainer, null);
            }
        }

        public static LayerPlan[] Plans =>
            [new LayerPlan("conv.weight", [4, 1, 3, 3]), new LayerPlan("head.weight", [3, 64])];

        public RecipeRun Run { get; }

        public Parameter Weight(string path) => _model.get_parameter(path)!;

        public int[] Kept(int layer) => [.. Units().Where(unit => unit.Layer == layer).Select(unit => unit.Index)];

        public List<Unit> Units()
        {
            var units = new List<Unit>();
            for (int layer = 0; layer < Plans.Length; layer++)
            {
                LayerMask mask = Run.Masks[layer];
                double[] weights = Weight(mask.Path).Doubles();
                int size = layer == 0 ? 9 : 64;
                for (int index = 0; index < weights.Length / size; index++)
                {
                    int[] kept = [.. Enumerable.Range(index * size, size).Where(weight => mask.IsKept(weight))];
                    if (kept.Length > 0)
                    {
                        double norm = kept.Sum(weight => Math.Abs(weights[weight]));
                        units.Add(new Unit(layer, index, norm, kept.Length * (layer == 0 ? 16 : 1)));
                    }
                }
            }

            return units;
        }

        public void Dispose()
        {
            Run.Dispose();
            _trainer.Dispose();
            _model.Dispose();
        }

        private static float[] Rows(int size, params float[] values) =>
            [.. values.SelectMany(value => Enumerable.Repeat(value, size))];
    }
}
