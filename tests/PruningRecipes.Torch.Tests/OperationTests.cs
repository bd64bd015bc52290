using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

public sealed class OperationTests
{
    [Fact]
    public void A_weight_costs_two_operations_at_each_position_of_the_output()
    {
        using var model = new ConvNet();
        using SupervisedTrainer trainer = Trainer(model, 1, 6, 6);
        using var run = new RecipeRun(model, Scoring.Definition(model, "conv.weight", "head.weight"));
        run.Begin(trainer, null);
        run.Evaluate(1, "dense", Metric.Flops);
        run.Prune(2, Recipes.Magnitude(AmountKind.Sparsity, 0.25m));
        run.Evaluate(3, "pruned", Metric.Flops | Metric.Sparsity);
        Evaluation[] figures = [.. run.Complete().Evaluations];

        // 36 weights at 4 x 4 positions, and 192 at one.
        Assert.Equal([1152L, 384], figures[0].Flops!.Layers.Select(layer => layer.Dense));
        Assert.Equal((1536L, 1536L, 1), (figures[0].Flops!.Dense, figures[0].Flops!.Kept, figures[0].Flops!.Remaining));
        Assert.Equal(
            [new LayerOperations("conv.weight", 1152, 864), new LayerOperations("head.weight", 384, 288)],
            figures[1].Flops!.Layers
        );
        Assert.Equal(
            (1536L, 1152L, 0.75),
            (figures[1].Flops!.Dense, figures[1].Flops!.Kept, figures[1].Flops!.Remaining)
        );
        Assert.Equal((0.25, null), (figures[1].Sparsity, figures[1].Accuracy));
    }

    [Fact]
    public void What_was_not_asked_for_is_not_counted()
    {
        using Mlp model = Mlp.OfSeed(1);
        using SupervisedTrainer trainer = Clusters.Trainer(model);
        using var run = new RecipeRun(model, Recipes.ForMlp());
        run.Begin(trainer, null);
        run.Evaluate(1, null, Metric.Accuracy | Metric.Sparsity);
        Assert.Null(Assert.Single(run.Complete().Evaluations).Flops);
    }

    [Fact]
    public void What_is_not_measured_yet_is_named()
    {
        using Mlp model = Mlp.OfSeed(1);
        using SupervisedTrainer trainer = Clusters.Trainer(model);
        using var run = new RecipeRun(model, Recipes.ForMlp());
        run.Begin(trainer, null);
        Assert.Equal(
            "The metrics Noise, Latency are not supported by this version.",
            Assert
                .Throws<NotSupportedException>(() =>
                    run.Evaluate(1, null, Metric.Flops | Metric.Noise | Metric.Latency)
                )
                .Message
        );
    }

    [Fact]
    public void Operations_are_counted_on_the_way_of_a_training()
    {
        using Mlp model = Mlp.OfSeed(1);
        using SupervisedTrainer trainer = Clusters.Trainer(model);
        using var run = new RecipeRun(model, Recipes.ForMlp());
        run.Begin(trainer, null);
        run.Prune(1, Recipes.Magnitude(AmountKind.Sparsity, 0.5m, Allocation.Global));
        run.Train(
            2,
            Recipes.Sgd(1) with
            {
                During = [new EvaluateAction { Metrics = Metric.Flops, Every = TrainingPosition.Steps(3) }],
            }
        );
        IReadOnlyList<Evaluation> figures = run.Complete().Evaluations;
        Assert.Equal(3, figures.Count);
        Assert.All(figures, figure => Assert.Equal((700L, 350L), (figure.Flops!.Dense, figure.Flops.Kept)));
    }

    [Fact]
    public void A_layer_costs_as_often_as_it_is_called_and_at_each_token()
    {
        using var model = new Twice();
        using SupervisedTrainer trainer = Trainer(model, 5, 3);
        using var run = new RecipeRun(model, Scoring.Definition(model, "layer.weight"));
        run.Begin(trainer, null);
        run.Evaluate(1, null, Metric.Flops);
        Assert.Equal(2 * 9 * 5 * 2, run.Complete().Evaluations[0].Flops!.Dense);
    }

    /// <summary>Against a walk over all positions, filters and weights of a convolution in one or two dimensions.</summary>
    [Fact]
    public void The_operations_of_a_convolution_are_those_of_its_loops() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<int>().Generator.ArrayOf(9).ToArbitrary(),
                numbers =>
                {
                    using var scope = NewDisposeScope();
                    int[] drawn = [.. numbers.Select(number => number & 0xffff)];
                    int rank = 1 + (drawn[0] % 2);
                    int groups = 1 + (drawn[1] % 2);
                    long kernel = 1 + (drawn[2] % 3);
                    long stride = 1 + (drawn[3] % 3);
                    long padding = drawn[4] % 3;
                    long dilation = 1 + (drawn[5] % 2);
                    long length = (dilation * (kernel - 1)) + 1 + (drawn[6] % 4);
                    long channels = groups * (1 + (drawn[7] % 2));
                    using Convolution layer =
                        rank == 1
                            ? nn.Conv1d(channels, 4, kernel, stride, padding, dilation, groups: groups)
                            : nn.Conv2d(channels, 4, kernel, stride, padding, dilation, groups: groups);
                    using SupervisedTrainer trainer = Trainer(
                        layer,
                        [channels, .. Enumerable.Repeat(length, rank)],
                        (outputs, _) => outputs.sum()
                    );
                    using var run = new RecipeRun(layer, Scoring.Definition(layer, "weight"));
                    run.Begin(trainer, null);
                    run.Prune(1, Scoring.Stage(Score.Random, drawn[8] % 60 / 100m, Allocation.Layer));
                    run.Evaluate(2, null, Metric.Flops);
                    LayerOperations counted = run.Complete().Evaluations[0].Flops!.Layers[0];

                    long last = length + (2 * padding) - ((dilation * (kernel - 1)) + 1);
                    (long dense, long kept) = (0, 0);
                    Walk(0);
                    return counted == new LayerOperations("weight", dense, kept);

                    void Walk(int dimension)
                    {
                        if (dimension < rank)
                        {
                            for (long start = 0; start <= last; start += stride)
                            {
                                Walk(dimension + 1);
                            }

                            return;
                        }

                        for (long weight = 0; weight < run.Masks[0].Units; weight++)
                        {
                            dense += 2;
                            kept += run.Masks[0].IsKept(weight) ? 2 : 0;
                        }
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_layer_that_is_not_called_has_no_count()
    {
        using var model = new Apart();
        using SupervisedTrainer trainer = Trainer(model, 3);
        using var run = new RecipeRun(model, Scoring.Definition(model, "layer.weight"));
        run.Begin(trainer, null);
        Assert.Equal(
            "Stage 1 (evaluate): The layer of 'layer.weight' was not called while the model ran, so what it computes is not known.",
            Assert.Throws<RecipeException>(() => run.Evaluate(1, null, Metric.Flops)).Message
        );
    }

    [Fact]
    public void A_trainer_without_an_example_is_named()
    {
        using var model = new Row(1, 2);
        using var trainer = new SlopeTrainer(model, 1, 1);
        using var run = new RecipeRun(model, Scoring.Definition(model, "layer.weight"));
        run.Begin(trainer, null);
        Assert.Equal(
            "Stage 1 (evaluate): The trainer SlopeTrainer gives scores no batches: it does not implement IScoringTrainer.",
            Assert.Throws<RecipeException>(() => run.Evaluate(1, null, Metric.Flops)).Message
        );
    }

    private static SupervisedTrainer Trainer(nn.Module<Tensor, Tensor> model, params long[] shape) =>
        Trainer(model, shape, (outputs, _) => outputs.mean());

    private static SupervisedTrainer Trainer(
        nn.Module<Tensor, Tensor> model,
        long[] shape,
        Func<Tensor, Tensor, Tensor> loss
    )
    {
        Tensor inputs = zeros([3, .. shape]).DetachFromDisposeScope();
        Tensor targets = zeros(3, ScalarType.Int64).DetachFromDisposeScope();
        return new SupervisedTrainer(model, new SupervisedData(inputs, targets, inputs, targets), loss);
    }

    /// <summary>A layer after itself.</summary>
    private sealed class Twice : nn.Module<Tensor, Tensor>
    {
        private readonly Linear layer = nn.Linear(3, 3);

        public Twice()
            : base(nameof(Twice)) => RegisterComponents();

        public override Tensor forward(Tensor input) => layer.call(layer.call(input));

        protected override void Dispose(bool disposing)
        {
            layer.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>A layer whose weight is multiplied outside of it.</summary>
    private sealed class Apart : nn.Module<Tensor, Tensor>
    {
        private readonly Linear layer = nn.Linear(3, 2);

        public Apart()
            : base(nameof(Apart)) => RegisterComponents();

        public override Tensor forward(Tensor input) => nn.functional.linear(input, layer.weight);

        protected override void Dispose(bool disposing)
        {
            layer.Dispose();
            base.Dispose(disposing);
        }
    }
}
