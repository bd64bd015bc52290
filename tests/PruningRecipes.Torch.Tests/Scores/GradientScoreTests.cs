using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>By hand: w = (1, -2, 0.5), x = (2, 1, 4), t = 1, half the squared error, so y = 2 and the gradient is x.</summary>
public sealed class GradientScoreTests
{
    private static readonly double[] s_weights = [1, -2, 0.5];
    private static readonly double[][] s_input =
    [
        [2, 1, 4],
    ];

    [Theory]
    [InlineData(Score.Snip, new double[] { 2, 2, 2 })]
    [InlineData(Score.Taylor, new double[] { 4, 4, 4 })]
    [InlineData(Score.Fisher, new double[] { 2, 2, 2 })]
    [InlineData(Score.Grasp, new double[] { 42, -42, 42 })]
    public void Scores_are_those_by_hand(Score score, double[] expected)
    {
        using Linear line = Toys.Line(s_weights);
        using SupervisedTrainer trainer = Toys.HalfSquares(line, s_input, 1);
        Assert.Equal(expected, Assert.Single(Scoring.Of(score, line, trainer, ["weight"])));
    }

    /// <summary>y / T = 1 is off by 1, so the gradient is x / T, and its product with x x' / T^2 is 21 x / 8.</summary>
    [Fact]
    public void A_temperature_divides_the_outputs_of_the_score_and_of_nothing_after_it()
    {
        using Linear line = Toys.Line(s_weights);
        using SupervisedTrainer trainer = Toys.HalfSquares(line, s_input, 0);
        PruneStage stage = Scoring.Stage(Score.Grasp, 0, Allocation.Global) with { Temperature = 2 };
        Assert.Equal([5.25, -5.25, 5.25], Assert.Single(Scoring.Of(stage, line, trainer, ["weight"])));
        Assert.Equal(2, trainer.Evaluate().Loss);
    }

    [Theory]
    [InlineData(Score.Snip, 0)]
    [InlineData(Score.Grasp, 1)]
    public void The_first_to_go_is_the_one_by_hand(Score score, int first)
    {
        using Linear line = Toys.Line(s_weights);
        using SupervisedTrainer trainer = Toys.HalfSquares(line, s_input, 1);
        using var run = new RecipeRun(line, Scoring.Definition(line, "weight"));
        run.Begin(trainer, null);
        run.Prune(1, Scoring.Stage(score, 0, Allocation.Global) with { AmountKind = AmountKind.Count, Amount = 1 });
        Assert.Equal([.. new[] { 0, 1, 2 }.Where(index => index != first)], Scoring.Kept(run.Masks));
    }

    /// <summary>Targets 1 and 3 on either side of the output give gradients that cancel.</summary>
    [Theory]
    [InlineData(Score.Snip, new double[] { 0, 0, 0 })]
    [InlineData(Score.Taylor, new double[] { 0, 0, 0 })]
    [InlineData(Score.Fisher, new double[] { 2, 2, 2 })]
    public void Only_what_is_squared_by_example_survives_opposite_examples_of_a_batch(Score score, double[] expected)
    {
        using Linear line = Toys.Line(s_weights);
        using SupervisedTrainer trainer = Toys.HalfSquares(line, [s_input[0], s_input[0]], 1, 3);
        Assert.Equal(expected, Scoring.Of(score, line, trainer, ["weight"])[0]);
    }

    [Theory]
    [InlineData(Score.Snip, new double[] { 0, 0, 0 })]
    [InlineData(Score.Taylor, new double[] { 4, 4, 4 })]
    public void Only_what_is_squared_by_batch_survives_opposite_batches(Score score, double[] expected)
    {
        using Linear line = Toys.Line(s_weights);
        using SupervisedTrainer trainer = Toys.HalfSquares(line, [s_input[0], s_input[0]], 1, 3);
        trainer.BeginTraining(1, 0);
        Assert.Equal(expected, Scoring.Of(score, line, trainer, ["weight"], batches: 2)[0]);
    }

    [Fact]
    public void A_weight_that_is_masked_has_a_gradient_of_its_own()
    {
        using Linear line = Toys.Line(0, -2, 0.5);
        using SupervisedTrainer trainer = Toys.HalfSquares(line, s_input, 1);

        // y = 0, so the gradient is -x; the weight of zero has a saliency of zero, its gradient is not seen but through it.
        Assert.Equal([0, 2, 2], Scoring.Of(Score.Snip, line, trainer, ["weight"])[0]);
    }

    [Fact]
    public void A_layer_that_the_loss_does_not_reach_is_named()
    {
        using var model = new Unused();
        using SupervisedTrainer trainer = Toys.HalfSquares(model, s_input, 1);
        using var run = new RecipeRun(model, Scoring.Definition(model, "used.weight", "spare.weight"));
        run.Begin(trainer, null);
        Assert.Equal(
            "Stage 1 (prune): The loss does not depend on 'spare.weight': was the layer called?",
            Message(Score.Snip)
        );
        Assert.Equal(
            "Stage 1 (prune): The layer of 'spare.weight' was not called while the model ran, so what it computes is not known.",
            Message(Score.Wanda)
        );
        Assert.Equal(
            "Stage 1 (prune): The output does not depend on 'spare.weight' through the call of a linear or convolution layer.",
            Message(Score.Synflow)
        );

        string Message(Score score) =>
            Assert.Throws<RecipeException>(() => run.Prune(1, Scoring.Stage(score, 0.3m, Allocation.Layer))).Message;
    }

    [Fact]
    public void A_trainer_without_batches_for_scores_is_named()
    {
        using Linear line = Toys.Line(s_weights);
        using var run = new RecipeRun(line, Scoring.Definition(line, "weight"));
        run.Begin(new PlainTrainer(), null);
        Assert.Equal(
            "Stage 1 (prune): The trainer PlainTrainer gives scores no batches: it does not implement IScoringTrainer.",
            Assert
                .Throws<RecipeException>(() => run.Prune(1, Scoring.Stage(Score.Snip, 0.3m, Allocation.Layer)))
                .Message
        );
    }

    private sealed class Unused : nn.Module<Tensor, Tensor>
    {
        private readonly Linear used = nn.Linear(3, 1);
        private readonly Linear spare = nn.Linear(3, 1);

        public Unused()
            : base(nameof(Unused)) => RegisterComponents();

        public override Tensor forward(Tensor input) => used.call(input);

        protected override void Dispose(bool disposing)
        {
            spare.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class PlainTrainer : ITrainer
    {
        public int StepsPerEpoch => 1;

        public void BeginTraining(int? batchSize, ulong seed) { }

        public void BeginEpoch(int epoch, RandomSource random) { }

        public double ComputeGradients() => 0;

        public HeldOutFigures Evaluate() => default;
    }
}
