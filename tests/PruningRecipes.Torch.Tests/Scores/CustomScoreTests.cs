using FsCheck;
using FsCheck.Fluent;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>By hand: w = (1, -2, 0.5), x = (2, 1, 4), t = 1, half the squared error, so y = 2 and the gradient is x.</summary>
public sealed class CustomScoreTests
{
    private static readonly CustomScore s_snip = CustomScore.Of(
        "own-snip",
        (weight, gradient) => (weight * gradient).abs()
    );
    private static readonly CustomScore s_magnitude = CustomScore.Of("own-magnitude", weight => weight.abs_());

    [Fact]
    public void It_is_given_the_weights_and_the_gradient()
    {
        double[]? seen = null;
        CustomScore score = CustomScore.Of(
            "own",
            (weight, gradient) =>
            {
                seen = [.. weight.data<double>(), .. gradient.data<double>()];
                return gradient;
            }
        );

        Assert.Equal([0, 2], KeptOfLine(score, 1));
        Assert.Equal([1, -2, 0.5, 2, 1, 4], seen!);
    }

    [Fact]
    public void The_mask_is_that_of_the_same_score_of_the_language() =>
        Prop.ForAll(
                Gen.Choose(1, 11).ToArbitrary(),
                Gen.Choose(0, 1_000).ToArbitrary(),
                (pruned, seed) =>
                {
                    Assert.Equal(Kept(pruned, seed, Score.Magnitude, null), Kept(pruned, seed, default, s_magnitude));
                    Assert.Equal(Kept(pruned, seed, Score.Snip, null), Kept(pruned, seed, default, s_snip));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_it_does_to_what_it_is_given_leaves_the_model_as_it_was()
    {
        using Linear line = Toys.Line(1, -2, 0.5);
        using SupervisedTrainer trainer = Toys.HalfSquares(
            line,
            [
                [2, 1, 4],
            ],
            1
        );
        using Tensor state = random.get_rng_state();
        Run(
            line,
            trainer,
            CustomScore.Of("own", (weight, gradient) => weight.mul_(0).add_(gradient.mul_(0)).add_(rand(1, 3))),
            1
        );

        using Tensor after = random.get_rng_state();
        Assert.True(state.equal(after).all().item<bool>());
        Assert.Equal(2, line.weight.data<float>().Count(weight => weight is 1 or -2 or 0.5f));
        Assert.Null(line.weight.grad);
    }

    [Fact]
    public void Its_random_numbers_are_those_of_the_stage()
    {
        CustomScore noise = CustomScore.Of("noise", weight => rand_like(weight));
        int[] first = KeptOfLine(noise, 2);
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(first, KeptOfLine(noise, 2)));
    }

    [Fact]
    public void Scores_of_32_bits_and_of_other_shapes_and_strides_are_taken_in_their_order() =>
        Assert.Equal(
            [1, 2],
            KeptOfLine(
                CustomScore.Of("own", weight => tensor(new float[] { 1, 9, 2, 9, 3, 9 }).reshape(3, 2).select(1, 0)),
                1
            )
        );

    [Fact]
    public void What_it_says_of_pruned_weights_counts_for_nothing()
    {
        using Linear line = Toys.Line(1, -2, 0.5);
        using var run = new RecipeRun(line, Scoring.Definition(line, "weight"));
        run.Prune(1, Stage(CustomScore.Of("a", weight => tensor(new double[] { 0, 1, 2 })), 1));
        run.Prune(2, Stage(CustomScore.Of("b", weight => tensor(new double[] { double.NaN, 5, 4 })), 1));
        Assert.Equal([1], Scoring.Kept(run.Masks));
    }

    [Fact]
    public void What_is_no_score_is_refused_by_name()
    {
        AssertRefused("The score 'own' returned nothing for 'weight'", weight => null!);
        AssertRefused("The score 'own' returned 1 numbers for 'weight', which has 3 weights", weight => weight.sum());
        AssertRefused("weight", weight => weight * double.NaN);
    }

    [Fact]
    public void Without_a_trainer_there_is_no_gradient()
    {
        using Linear line = Toys.Line(1, -2, 0.5);
        using var run = new RecipeRun(line, Scoring.Definition(line, "weight"));
        RecipeException exception = Assert.Throws<RecipeException>(() => run.Prune(1, Stage(s_snip, 1)));
        Assert.Contains("There is no trainer", exception.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string message, Func<Tensor, Tensor> score)
    {
        RecipeException exception = Assert.Throws<RecipeException>(() => KeptOfLine(CustomScore.Of("own", score), 1));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static PruneStage Stage(CustomScore? score, int pruned) =>
        new()
        {
            Custom = score,
            AmountKind = AmountKind.Count,
            Amount = pruned,
            Batches = 1,
            Allocation = Allocation.Global,
        };

    private static int[] KeptOfLine(CustomScore score, int pruned)
    {
        using Linear line = Toys.Line(1, -2, 0.5);
        using SupervisedTrainer trainer = Toys.HalfSquares(
            line,
            [
                [2, 1, 4],
            ],
            1
        );
        return Run(line, trainer, score, pruned);
    }

    private static int[] Run(nn.Module model, ITrainer trainer, CustomScore score, int pruned)
    {
        using var run = new RecipeRun(model, Scoring.Definition(model, "weight"));
        run.Begin(trainer, null);
        run.Prune(1, Stage(score, pruned));
        return Scoring.Kept(run.Masks);
    }

    private static int[] Kept(int pruned, int seed, Score score, CustomScore? custom)
    {
        random.manual_seed(seed);
        using Linear layer = nn.Linear(4, 3, false);
        using Tensor inputs = rand(8, 4);
        using Tensor targets = rand(8, 3);
        using var trainer = new SupervisedTrainer(
            layer,
            new SupervisedData(inputs, targets, inputs, targets),
            (outputs, wanted) => (outputs - wanted).pow(2).mean()
        );
        using var run = new RecipeRun(layer, Scoring.Definition(layer, "weight"));
        run.Begin(trainer, null);
        run.Prune(1, Stage(custom, pruned) with { Score = score });
        return Scoring.Kept(run.Masks);
    }
}
