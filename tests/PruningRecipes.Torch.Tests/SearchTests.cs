using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>Learning masks while the weights stay as they are.</summary>
public sealed class SearchTests
{
    [Fact]
    public void Kept_weights_are_bit_for_bit_as_before_and_counts_are_exact()
    {
        Prop.ForAll(
                Gen.Choose(0, 60)
                    .SelectMany(first => Gen.Choose(1, 100 - first).Select(keep => (first, keep)))
                    .ToArbitrary(),
                share =>
                {
                    using Mlp model = Mlp.OfSeed(share.keep);
                    using SupervisedTrainer trainer = Clusters.Trainer(model);
                    using var run = new RecipeRun(model, Recipes.ForLayers(new LayerPlan("fc1.weight", [20, 6])));
                    run.Begin(trainer, null);
                    run.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, share.first / 100m));
                    double[] before = model.fc1.weight!.Doubles();
                    byte[][] others = Others(model);
                    run.Search(
                        2,
                        Search(share.keep % 2 == 0 ? SearchKind.EdgePopup : SearchKind.Supermask) with
                        {
                            Keep = share.keep / 100m,
                        }
                    );
                    long pruned = Math.Min(119, (long)Math.Round((100 - share.keep) * 1.2m, MidpointRounding.ToEven));
                    return run.Masks[0].Pruned == pruned
                        && model
                            .fc1.weight!.Doubles()
                            .Select((weight, i) => weight == (run.Masks[0].IsKept(i) ? before[i] : 0))
                            .All(isSame => isSame)
                        && Enumerable.Range(0, 120).All(i => before[i] != 0 || !run.Masks[0].IsKept(i))
                        && Others(model).Zip(others).All(pair => pair.First.SequenceEqual(pair.Second));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(25).WithReplay(new Replay(new Rnd(1), null)));
    }

    /// <summary>By hand: scores [s], gradients of 1, SGD of rate 1: each score moves by its weight, away from or to zero.</summary>
    [Fact]
    public void Edge_popup_moves_absolute_scores_by_gradient_times_weight()
    {
        using var model = new Row(5, -5, 4, -4);
        using var trainer = new SlopeTrainer(model, 1, 1, 1, 1);
        using var run = new RecipeRun(model, Recipes.ForLayers(new LayerPlan("layer.weight", [1, 4])));
        run.Begin(trainer, null);
        run.Search(
            1,
            Search(SearchKind.EdgePopup) with
            {
                Keep = 0.5m,
                Epochs = 5,
                Optimizer = new SgdPlan { LearningRate = 0.2 },
            }
        );

        // The loss falls where negative weights are kept: their scores rise by 1 and 0.8 a step in absolute value.
        Assert.Equal([0.0, -5, 0, -4], model.layer.weight!.Doubles());
        Assert.Equal(5, trainer.Seen.Count);
        Assert.All(trainer.Seen, weights => Assert.Equal(2, weights.Count(weight => weight != 0)));
    }

    /// <summary>Every step written out: scores, masks by sorting or by drawing, SGD with momentum by hand.</summary>
    [Theory]
    [InlineData(SearchKind.EdgePopup, false)]
    [InlineData(SearchKind.EdgePopup, true)]
    [InlineData(SearchKind.Supermask, false)]
    [InlineData(SearchKind.Supermask, true)]
    public void A_search_is_as_written_out(SearchKind kind, bool rescales)
    {
        const int Steps = 8;
        bool isEdgePopup = kind == SearchKind.EdgePopup;
        double rate = isEdgePopup ? 0.5 : 50;
        using Mlp model = Mlp.OfSeed(7);
        model.to(ScalarType.Float64);
        using Mlp oracle = Mlp.OfSeed(7);
        oracle.to(ScalarType.Float64);
        double[] weights = oracle.fc1.weight!.Doubles();
        using var trainer = new BatchTrainer(model);
        using var run = new RecipeRun(model, Recipes.ForLayers(new LayerPlan("fc1.weight", [20, 6])));
        run.Begin(trainer, null);
        run.Search(
            1,
            Search(kind) with
            {
                Keep = isEdgePopup ? 0.4m : null,
                Epochs = null,
                Steps = Steps,
                Optimizer = new SgdPlan { LearningRate = rate, Momentum = 0.9 },
                Rescales = rescales,
            }
        );

        using var other = new BatchTrainer(oracle);
        RandomSource random = new RandomSource(0).Split(0).Split(-1);
        double[] scores = [.. weights.Select((_, i) => isEdgePopup ? ((2 * random.Uniform(i)) - 1) / Math.Sqrt(6) : 0)];
        var momentum = new double[120];
        bool[] kept = Choose(0);
        for (int step = 0; step < Steps; step++)
        {
            oracle.fc1.weight!.Write(Shown());
            oracle.zero_grad();
            other.ComputeGradients();
            double[] gradient = oracle.fc1.weight.grad!.Doubles();
            for (int i = 0; i < 120; i++)
            {
                double slope = isEdgePopup ? Math.Sign(scores[i]) : Sigmoid(scores[i]) * (1 - Sigmoid(scores[i]));
                double slopeOfScore = gradient[i] * weights[i] * slope * Factor();
                momentum[i] = step == 0 ? slopeOfScore : (0.9 * momentum[i]) + slopeOfScore;
                scores[i] -= rate * momentum[i];
            }

            kept = Choose(step + 1);
        }

        Assert.Equal(kept, Enumerable.Range(0, 120).Select(i => run.Masks[0].IsKept(i)));
        Assert.All(Shown().Zip(model.fc1.weight!.Doubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));

        double Factor() => rescales ? 120.0 / kept.Count(one => one) : 1;
        double[] Shown() => [.. weights.Select((weight, i) => kept[i] ? weight * Factor() : 0)];
        bool[] Choose(int step)
        {
            int[] order = [.. Enumerable.Range(0, 120).OrderBy(i => Math.Abs(scores[i])).ThenBy(i => i)];
            return
            [
                .. Enumerable
                    .Range(0, 120)
                    .Select(i =>
                        isEdgePopup ? Array.IndexOf(order, i) >= 72 : random.Split(step).Uniform(i) < Sigmoid(scores[i])
                    ),
            ];
        }
    }

    [Fact]
    public void A_supermask_is_the_same_for_the_same_seed_and_another_for_another()
    {
        Assert.Equal(MaskOf(1), MaskOf(1));
        Assert.NotEqual(MaskOf(1), MaskOf(2));

        static bool[] MaskOf(ulong seed)
        {
            using Mlp model = Mlp.OfSeed(1);
            using SupervisedTrainer trainer = Clusters.Trainer(model);
            using var run = new RecipeRun(model, Recipes.ForMlp());
            run.Begin(trainer, new RunOptions { Seed = seed });
            run.Search(1, Search(SearchKind.Supermask));
            Assert.All(run.Masks, mask => Assert.InRange(mask.Kept, 1, mask.Units - 1));
            return [.. Enumerable.Range(0, 120).Select(i => run.Masks[0].IsKept(i))];
        }
    }

    [Theory]
    [InlineData(SearchKind.EdgePopup)]
    [InlineData(SearchKind.Supermask)]
    public void A_search_lowers_the_loss_with_the_weights_of_the_beginning(SearchKind kind)
    {
        using Mlp model = Mlp.OfSeed(2);
        using SupervisedTrainer trainer = Clusters.Trainer(model);
        using var run = new RecipeRun(model, Recipes.ForMlp());
        run.Begin(trainer, null);
        run.Reinit(1, ReinitKind.SignedConstant);
        run.Evaluate(2, "before", Metric.Loss);
        run.Search(
            3,
            Search(kind) with
            {
                Keep = 0.5m,
                Epochs = 30,
                Optimizer = new SgdPlan { LearningRate = kind == SearchKind.EdgePopup ? 0.1 : 20, Momentum = 0.9 },
            }
        );
        run.Evaluate(4, "after", Metric.Loss);
        RecipeResult result = run.Complete();

        Assert.True(result.Evaluations[1].Loss < result.Evaluations[0].Loss, string.Join(", ", result.Evaluations));
        StageReport report = result.Stages[2];
        Assert.Equal(("search", 210L), (report.Word, report.Steps));
        Assert.NotNull(report.Loss);
    }

    [Fact]
    public void A_search_that_does_not_come_to_its_end_leaves_all_as_it_was()
    {
        using Mlp model = Mlp.OfSeed(1);
        using var trainer = new BatchTrainer(model);
        using var stop = new CancellationTokenSource();
        int steps = 0;
        trainer.BeforeForward = () =>
        {
            if (++steps == 3)
            {
                stop.Cancel();
            }
        };
        byte[] before = model.AllBytes();
        using var run = new RecipeRun(model, Recipes.ForMlp());
        run.Begin(trainer, new RunOptions { CancellationToken = stop.Token });

        Assert.Throws<OperationCanceledException>(() =>
            run.Search(1, Search(SearchKind.EdgePopup) with { Keep = 0.3m })
        );

        Assert.Equal(before, model.AllBytes());
        Assert.Equal(0, run.Masks.Pruned);
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void A_search_holds_no_tensors_afterwards()
    {
        using Mlp model = Mlp.OfSeed(1);
        using SupervisedTrainer trainer = Clusters.Trainer(model);
        using var run = new RecipeRun(model, Recipes.ForMlp());
        run.Begin(trainer, null);
        run.Search(1, Search(SearchKind.Supermask));
        long held = TensorReading.CountHeld();
        run.Search(2, Search(SearchKind.Supermask));
        Assert.Equal(held, TensorReading.CountHeld());
    }

    [Fact]
    public void A_weight_without_a_gradient_and_edge_popup_without_a_share_say_so()
    {
        using Mlp model = Mlp.OfSeed(1);
        using SupervisedTrainer trainer = Clusters.Trainer(model);
        using var run = new RecipeRun(model, Recipes.ForMlp());
        run.Begin(trainer, null);
        model.fc2.weight!.requires_grad = false;
        var frozen = Assert.Throws<RecipeException>(() => run.Search(1, Search(SearchKind.Supermask)));
        Assert.Contains("'fc2.weight' has no gradient to learn a mask by", frozen.Message, StringComparison.Ordinal);
        var free = Assert.Throws<RecipeException>(() => run.Search(2, Search(SearchKind.EdgePopup)));
        Assert.Contains("'fc1.weight' needs the share", free.Message, StringComparison.Ordinal);
    }

    private static SearchStage Search(SearchKind kind) =>
        new()
        {
            Kind = kind,
            Epochs = 2,
            BatchSize = 16,
            Optimizer = new SgdPlan { LearningRate = 0.1, Momentum = 0.9 },
        };

    private static double Sigmoid(double score) => 1 / (1 + Math.Exp(-score));

    private static byte[][] Others(Mlp model) =>
        [
            .. model
                .named_parameters()
                .Where(entry => entry.name != "fc1.weight")
                .Select(entry => entry.parameter.Copy()),
        ];
}
