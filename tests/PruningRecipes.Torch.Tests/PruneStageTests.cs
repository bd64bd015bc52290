using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

public class PruneStageTests
{
    private static readonly RecipeDefinition s_convolutions = Recipes.ForLayers(
        new LayerPlan("conv1.weight", [4, 2, 3, 3]),
        new LayerPlan("conv2.weight", [6, 4, 3, 3]),
        new LayerPlan("head.weight", [3, 6])
    );

    [Fact]
    public void Rounds_of_a_score_that_does_not_change_end_where_one_round_does() =>
        Prop.ForAll(
                Gen.Elements(Enum.GetValues<Curve>())
                    .Zip(Gen.Choose(2, 6))
                    .Zip(Gen.Elements(Enum.GetValues<Allocation>()))
                    .Zip(Gen.Elements(true, false))
                    .ToArbitrary(),
                drawn =>
                {
                    (((Curve curve, int rounds), Allocation allocation), bool recovers) = drawn;
                    PruneStage stage = Recipes.Magnitude(AmountKind.Sparsity, 0.7m, allocation);
                    (bool[] once, double[] expected) = Prune(stage);
                    (bool[] often, double[] actual) = Prune(
                        stage with
                        {
                            Rounds = rounds,
                            Curve = curve,
                            Recovers = recovers,
                        }
                    );
                    Assert.Equal(once, often);
                    Assert.Equal(expected, actual);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Rounds_score_what_the_rounds_before_have_left()
    {
        PruneStage stage = new()
        {
            Score = Score.GeometricMedian,
            Grain = Grain.Row,
            AmountKind = AmountKind.Count,
            Amount = 2,
        };

        // In the order of their distances from the others: 2, 1, 3.5, 0, 10. Without the point at 2, those at 1 and 3.5 are
        // as near, and the first of them goes.
        Assert.Equal([0, 3.5f, 10], Left(stage));
        Assert.Equal([0, 1, 10], Left(stage with { Rounds = 2, Curve = Curve.Linear }));
        Assert.Equal([0, 3.5f, 10], Left(stage with { Rounds = 2, Curve = Curve.Linear, Recovers = true }));

        static float[] Left(PruneStage stage)
        {
            using var model = new Line(5);
            model.fc.weight.Set(0, 3.5f, 2, 1, 10);
            using var run = new RecipeRun(model, Recipes.ForLayers(new LayerPlan("fc.weight", [5, 1])));
            run.Prune(1, stage);
            return
            [
                .. model.fc.weight.Doubles().Where((_, i) => run.Masks[0].IsKept(i)).Select(weight => (float)weight),
            ];
        }
    }

    [Theory]
    [InlineData(Allocation.Erk)]
    [InlineData(Allocation.Er)]
    [InlineData(Allocation.UniformPlus)]
    [InlineData(Allocation.Global)]
    public void An_amount_of_all_layers_is_met_exactly_again_and_again(Allocation allocation)
    {
        using var model = new TwoConvolutions();
        using var run = new RecipeRun(model, s_convolutions);
        foreach ((decimal sparsity, long pruned) in new[] { (0.3m, 92L), (0.5m, 153), (0.65m, 199) })
        {
            run.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, sparsity, allocation));
            Assert.Equal(pruned, run.Masks.Pruned);
        }

        Assert.Equal(allocation == Allocation.UniformPlus, run.Masks[0].Pruned == 0);
    }

    [Fact]
    public void Uniform_plus_refuses_what_would_take_the_first_convolution()
    {
        using var model = new TwoConvolutions();
        using var run = new RecipeRun(model, s_convolutions);
        var exception = Assert.Throws<RecipeException>(() =>
            run.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, 0.9m, Allocation.UniformPlus))
        );
        Assert.Equal(
            "Stage 1 (prune): Cannot prune 275 units of 3 layers: 306 are left, and 77 are protected, so 229 can be pruned.",
            exception.Message
        );
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(5, 0, 5)]
    [InlineData(0, 0, 0)]
    [InlineData(2, 0.5, 9)]
    public void A_ranking_leaves_each_layer_what_it_protects(int perLayer, double share, long kept)
    {
        // The weights of the head are the smallest: only what is protected of it is left.
        using var model = new TwoConvolutions();
        using (no_grad())
        {
            model.head.weight.mul_(1e-4);
        }

        using var run = new RecipeRun(model, s_convolutions);
        run.Prune(
            1,
            Recipes.Magnitude(AmountKind.Sparsity, 0.4m, Allocation.Global) with
            {
                Protection = new Protection(perLayer, (decimal)share),
            }
        );
        Assert.Equal(122, run.Masks.Pruned);
        Assert.Equal(kept, run.Masks[2].Kept);
    }

    [Theory]
    [InlineData("filter", 2, 18)]
    [InlineData("channel", 1, 36)]
    [InlineData("kernel", 4, 9)]
    [InlineData("column", 9, 4)]
    [InlineData("block 2x9", 2, 18)]
    public void Structures_are_pruned_whole_by_the_mean_of_their_weights(string grain, int count, int size)
    {
        GrainSpec spec = GrainOf(grain);
        using var model = new TwoConvolutions();
        double[] weights = model.conv1.weight.Doubles();
        using var run = new RecipeRun(model, Recipes.ForLayers(new LayerPlan("conv1.weight", [4, 2, 3, 3])));
        run.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, 0.5m) with { Grain = spec });

        UnitLayout layout = UnitLayout.Of("conv1", [4, 2, 3, 3], spec);
        var units = new List<int>[layout.Count];
        foreach (UnitRun part in layout)
        {
            (units[part.Unit] ??= []).AddRange(Enumerable.Range((int)part.First, (int)part.Length));
        }

        IEnumerable<int> expected = units
            .OrderBy(unit => unit.Average(i => Math.Abs(weights[i])))
            .Take(count)
            .SelectMany(unit => unit)
            .Order();
        Assert.Equal(expected, Enumerable.Range(0, 72).Where(i => !run.Masks[0].IsKept(i)));
        Assert.Equal(count * size, run.Masks.Pruned);
        Assert.Equal(
            (layout.Count, count),
            (run.Masks[0].CountUnits(spec).Units, run.Masks[0].CountUnits(spec).Pruned)
        );
    }

    [Fact]
    public void Filters_of_all_layers_are_ranked_together()
    {
        using var model = new TwoConvolutions();
        (string Layer, double Mean)[] filters =
        [
            .. Filters("conv1", model.conv1.weight),
            .. Filters("conv2", model.conv2.weight),
            .. Filters("head", model.head.weight),
        ];
        string[] pruned = [.. filters.OrderBy(filter => filter.Mean).Take(5).Select(filter => filter.Layer)];
        using var run = new RecipeRun(model, s_convolutions);
        run.Prune(
            1,
            Recipes.Magnitude(AmountKind.Count, 5, Allocation.Global) with
            {
                Grain = Grain.Filter,
                Protection = Protection.None,
            }
        );
        Assert.Equal(
            [
                pruned.Count(name => name == "conv1"),
                pruned.Count(name => name == "conv2"),
                pruned.Count(name => name == "head"),
            ],
            run.Masks.Select(mask => (int)mask.CountUnits(Grain.Filter).Pruned)
        );

        static IEnumerable<(string, double)> Filters(string layer, Tensor weight) =>
            weight
                .Doubles()
                .Chunk((int)(weight.numel() / weight.size(0)))
                .Select(one => (layer, one.Average(Math.Abs)));
    }

    [Fact]
    public void Two_of_four_keeps_two_of_each_four_input_channels_in_rounds_too()
    {
        foreach (int rounds in new[] { 1, 2 })
        {
            using var model = new TwoConvolutions();
            double[] weights = model.conv2.weight.Doubles();
            using var run = new RecipeRun(model, Recipes.ForLayers(new LayerPlan("conv2.weight", [6, 4, 3, 3])));
            run.Prune(
                1,
                Recipes.Magnitude(AmountKind.Keep, 0.5m) with
                {
                    Grain = new GrainSpec(Grain.NOfM, 2, 4),
                    Rounds = rounds,
                }
            );
            IEnumerable<int> expected = Enumerable
                .Range(0, 216)
                .GroupBy(i => (i / 36, i % 9))
                .SelectMany(group => group.OrderBy(i => Math.Abs(weights[i])).TakeLast(2))
                .Order();
            Assert.Equal(expected, Enumerable.Range(0, 216).Where(i => run.Masks[0].IsKept(i)));
        }
    }

    [Fact]
    public void A_layer_has_the_grain_of_its_rule()
    {
        using var model = new TwoConvolutions();
        using var run = new RecipeRun(
            model,
            Recipes.ForLayers(
                new LayerPlan("conv2.weight", [6, 4, 3, 3]) { Grain = new GrainSpec(Grain.NOfM, 1, 4) },
                new LayerPlan("head.weight", [3, 6]) { Grain = Grain.Column }
            )
        );
        run.Prune(1, Recipes.Magnitude(AmountKind.Count, 2));
        Assert.Equal([54, 12], run.Masks.Select(mask => mask.Kept));
    }

    [Fact]
    public void What_a_grain_takes_beyond_what_is_protected_is_refused()
    {
        using var model = new TwoConvolutions();
        using var run = new RecipeRun(model, Recipes.ForLayers(new LayerPlan("conv2.weight", [6, 4, 3, 3])));
        var exception = Assert.Throws<RecipeException>(() =>
            run.Prune(
                1,
                Recipes.Magnitude(AmountKind.Keep, 0.5m) with
                {
                    Grain = new GrainSpec(Grain.NOfM, 2, 4),
                    Protection = new Protection(1, 0.6m),
                }
            )
        );
        Assert.Equal(
            "Stage 1 (prune): Cannot prune 108 units of 'conv2.weight': 216 are left, and 130 are protected, so 86 can be pruned.",
            exception.Message
        );
        Assert.Equal(0, run.Masks.Pruned);
    }

    [Fact]
    public void A_score_that_fails_in_a_stage_that_recovers_leaves_the_weights_as_they_were()
    {
        using var model = new TwoConvolutions();
        double[] weights = model.conv2.weight.Doubles();
        using Tensor head = model.head.weight.detach();
        using var run = new RecipeRun(model, s_convolutions);
        head.Set([.. Enumerable.Repeat(float.NaN, 18)]);
        Assert.Throws<RecipeException>(() =>
            run.Prune(
                1,
                Recipes.Magnitude(AmountKind.Sparsity, 0.5m, Allocation.Global) with
                {
                    Rounds = 2,
                    Recovers = true,
                }
            )
        );
        Assert.Equal(0, run.Masks.Pruned);
        Assert.Equal(weights, model.conv2.weight.Doubles());
    }

    private static (bool[] Kept, double[] Weights) Prune(PruneStage stage)
    {
        using var model = new TwoConvolutions();
        using var run = new RecipeRun(model, s_convolutions);
        run.Prune(1, stage);
        return (
            [.. run.Masks.SelectMany(mask => Enumerable.Range(0, (int)mask.Units).Select(i => mask.IsKept(i)))],
            [.. model.conv1.weight.Doubles(), .. model.conv2.weight.Doubles(), .. model.head.weight.Doubles()]
        );
    }

    private static GrainSpec GrainOf(string text) =>
        text.StartsWith("block", StringComparison.Ordinal)
            ? new GrainSpec(Grain.Block, 2, 9)
            : Enum.Parse<Grain>(text, ignoreCase: true);

    /// <summary>One weight for each output.</summary>
    private sealed class Line : nn.Module<Tensor, Tensor>
    {
        internal readonly Linear fc;

        public Line(int outputs)
            : base(nameof(Line))
        {
            fc = nn.Linear(1, outputs, hasBias: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => fc.call(input);
    }

    /// <summary>Two convolutions of 3 by 3 and a linear layer, always the same.</summary>
    private sealed class TwoConvolutions : nn.Module<Tensor, Tensor>
    {
        internal readonly Conv2d conv1;
        internal readonly Conv2d conv2;
        internal readonly Linear head;

        public TwoConvolutions()
            : base(nameof(TwoConvolutions))
        {
            manual_seed(5);
            conv1 = nn.Conv2d(2, 4, 3);
            conv2 = nn.Conv2d(4, 6, 3);
            head = nn.Linear(6, 3);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) =>
            head.call(conv2.call(conv1.call(input).relu()).relu().mean([2, 3]));
    }
}
