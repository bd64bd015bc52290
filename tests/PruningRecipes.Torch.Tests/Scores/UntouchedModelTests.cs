using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

public sealed class UntouchedModelTests
{
    private static readonly string[] s_layers = ["conv.weight", "head.weight"];

    public static TheoryData<Score> Scores => Scoring.OfModel;

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_score_leaves_the_model_as_it_was_bit_for_bit(Score score)
    {
        using var model = new Mixed();
        using SupervisedTrainer trainer = Trainer(model, false);
        Remembered before = Remembered.Of(model);
        Scoring.Of(score, model, trainer, s_layers, batches: 2);
        Remembered.Of(model).VerifyIs(before);
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_score_that_fails_leaves_the_model_as_it_was_bit_for_bit(Score score)
    {
        using var model = new Mixed();
        using SupervisedTrainer trainer = Trainer(model, true);
        Remembered before = Remembered.Of(model);
        model.Fails = true;
        Assert.Throws<InvalidOperationException>(() => Scoring.Of(score, model, trainer, s_layers));
        Remembered.Of(model).VerifyIs(before);
        model.Fails = false;
        using Tensor output = model.call(zeros([2, 1, 6, 6]));
        Assert.Equal(2, output.size(0));
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_score_is_the_same_whatever_random_numbers_were_drawn_before(Score score)
    {
        using var model = new Mixed();
        using SupervisedTrainer trainer = Trainer(model, false);
        double[][] first = Scoring.Of(score, model, trainer, s_layers, batches: 2);
        manual_seed(99);
        trainer.BeginEpoch(1, new RandomSource(5));
        Assert.Equal(first, Scoring.Of(score, model, trainer, s_layers, batches: 2));
        Assert.All(first, layer => Assert.All(layer, number => Assert.True(double.IsFinite(number))));
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_score_holds_no_tensors_when_it_is_done(Score score)
    {
        using var model = new Mixed();
        using SupervisedTrainer trainer = Trainer(model, false);
        Scoring.Of(score, model, trainer, s_layers);
        long before = TensorReading.CountHeld();
        Scoring.Of(score, model, trainer, s_layers, batches: 3);
        Assert.Equal(before, TensorReading.CountHeld());
    }

    [Fact]
    public void Counting_operations_leaves_the_model_as_it_was_bit_for_bit_also_where_it_fails()
    {
        using var model = new Mixed();
        using SupervisedTrainer trainer = Trainer(model, false);
        using var run = new RecipeRun(model, Scoring.Definition(model, s_layers));
        run.Begin(trainer, null);
        Remembered before = Remembered.Of(model);
        run.Evaluate(1, null, Metric.Flops);
        Remembered.Of(model).VerifyIs(before);
        long held = TensorReading.CountHeld();
        model.Fails = true;
        Assert.Throws<InvalidOperationException>(() => run.Evaluate(2, null, Metric.Flops));
        Remembered.Of(model).VerifyIs(before);
        Assert.Equal(held, TensorReading.CountHeld());
        Assert.Equal(2 * ((36 * 36) + 432), Assert.Single(run.Complete().Evaluations).Flops!.Dense);
    }

    /// <summary>Scoring in the middle of an epoch: the training goes on as if nothing had been.</summary>
    [Fact]
    public void A_training_sees_the_same_batches_when_a_score_comes_between()
    {
        Assert.Equal(Losses(false), Losses(true));

        static double[] Losses(bool scores)
        {
            using var model = new Mixed();
            using SupervisedTrainer trainer = Trainer(model, false);
            trainer.BeginTraining(3, 8);
            trainer.BeginEpoch(1, new RandomSource(8));
            double first = trainer.ComputeGradients();
            if (scores)
            {
                Scoring.Of(Score.Snip, model, trainer, s_layers);
            }

            return [first, trainer.ComputeGradients(), trainer.ComputeGradients()];
        }
    }

    [Fact]
    public void Batches_for_scores_are_full_and_begin_again_where_the_data_ends()
    {
        using Linear line = Toys.Line(1);
        double[][] inputs = [.. Enumerable.Range(0, 5).Select(i => new[] { Math.Pow(10, i) })];
        using SupervisedTrainer trainer = new(line, Data(inputs), (outputs, targets) => outputs.sum() + targets.sum());
        using var scope = NewDisposeScope();
        Assert.Equal(2, trainer.BeginScoring(2, null, new RandomSource(1)));
        double[] pairs = [.. Enumerable.Range(0, 5).Select(_ => trainer.ComputeLoss().ToDouble())];
        Assert.Equal(22_222, pairs.Sum(), 1e-3);
        Assert.Equal(1, trainer.BeginScoring(1, null, new RandomSource(1)));
        double[] ones = [.. Enumerable.Range(0, 10).Select(_ => trainer.ComputeLoss().ToDouble())];
        Assert.Equal(pairs, ones.Chunk(2).Select(pair => pair.Sum()));
        Assert.Equal(5, trainer.BeginScoring(64, null, new RandomSource(1)));
        Assert.Equal(11_111, trainer.ComputeLoss().ToDouble(), 1e-3);

        static SupervisedData Data(double[][] inputs)
        {
            Tensor x = tensor([.. inputs.Select(row => (float)row[0])]).reshape(inputs.Length, 1);
            Tensor t = zeros([inputs.Length, 1]);
            return new SupervisedData(x, t, x, t);
        }
    }

    [Fact]
    public void Asking_for_a_loss_without_a_pass_says_so()
    {
        using Linear line = Toys.Line(1);
        using SupervisedTrainer trainer = Toys.HalfSquares(
            line,
            [
                [1],
            ],
            1
        );
        Assert.Throws<InvalidOperationException>(trainer.ComputeLoss);
    }

    private static SupervisedTrainer Trainer(Mixed model, bool isFresh)
    {
        manual_seed(isFresh ? 4 : 5);
        Tensor inputs = randn(10, 1, 6, 6).DetachFromDisposeScope();
        Tensor targets = tensor([.. Enumerable.Range(0, 10).Select(i => (long)(i % 3))]).DetachFromDisposeScope();
        var trainer = new SupervisedTrainer(
            model,
            new SupervisedData(inputs, targets, inputs, targets),
            nn.CrossEntropyLoss()
        );
        trainer.BeginTraining(4, 6);

        // Statistics that are not those of a new norm, a gradient, a layer that is frozen, and modules in either mode.
        trainer.BeginEpoch(1, new RandomSource(2));
        trainer.ComputeGradients();
        model.norm.eval();
        model.head.weight.requires_grad = false;
        return trainer;
    }

    /// <summary>Convolution, norm, dropout, linear layer, under a sequence.</summary>
    private sealed class Mixed : nn.Module<Tensor, Tensor>
    {
        internal readonly Conv2d conv;
        internal readonly BatchNorm2d norm = nn.BatchNorm2d(4);
        internal readonly Sequential rest;
        internal readonly Linear head;

        public Mixed()
            : base(nameof(Mixed))
        {
            manual_seed(3);
            conv = nn.Conv2d(1, 4, 3, 1, 1);
            rest = nn.Sequential(("relu", nn.ReLU()), ("drop", nn.Dropout(0.3)), ("flat", nn.Flatten()));
            head = nn.Linear(144, 3);
            RegisterComponents();
        }

        public bool Fails { get; set; }

        public override Tensor forward(Tensor input)
        {
            Tensor features = rest.call(norm.call(conv.call(input)));
            return Fails ? throw new InvalidOperationException("The model fails.") : head.call(features);
        }
    }

    private sealed record Remembered(
        byte[] Numbers,
        bool[] Modes,
        byte[][] Gradients,
        bool[] RequiresGradient,
        byte[] RandomState
    )
    {
        public static Remembered Of(Mixed model)
        {
            using Tensor state = random.get_rng_state();
            return new Remembered(
                model.AllBytes(),
                [.. model.modules().Select(module => module.training)],
                [.. model.parameters().Select(parameter => parameter.grad?.Copy() ?? [])],
                [.. model.parameters().Select(parameter => parameter.requires_grad)],
                state.Copy()
            );
        }

        public void VerifyIs(Remembered other)
        {
            Assert.Equal(other.Numbers, Numbers);
            Assert.Equal(other.Modes, Modes);
            Assert.Equal(other.Gradients, Gradients);
            Assert.Equal(other.RequiresGradient, RequiresGradient);
            Assert.Equal(other.RandomState, RandomState);
        }
    }
}
