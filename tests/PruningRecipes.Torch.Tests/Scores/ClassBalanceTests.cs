using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>Batches for scores with the same number of each class. An input is the number of its example, and the loss is their sum.</summary>
public sealed class ClassBalanceTests
{
    [Fact]
    public void A_batch_has_as_many_of_each_class_and_each_example_has_its_turn()
    {
        // Class 4 has examples 1 and 2 of four, so it begins again where class 9 goes on.
        using var examples = new Numbered(9, 4, 4, 9, 9, 9);
        Assert.Equal(4, examples.Trainer.BeginScoring(null, 2, new RandomSource(5)));
        long[] seen = examples.Next(2);
        Assert.Equal([1, 1, 2, 2], seen.Where(example => example is 1 or 2).Order());
        Assert.Equal([0, 3, 4, 5], seen.Where(example => example is not (1 or 2)).Order());
        Assert.All(seen.Chunk(4), batch => Assert.Equal(2, batch.Count(example => example is 1 or 2)));
    }

    [Fact]
    public void Any_data_gives_batches_that_are_balanced_and_the_same_example_by_example() =>
        Prop.ForAll(
                (
                    from classes in Gen.Choose(1, 4)
                    from perClass in Gen.Choose(1, 3)
                    from more in Gen.ListOf(Gen.Choose(0, classes - 1), 12)
                    from seed in Gen.Choose(0, 1000)
                    select (classes, perClass, more, seed)
                ).ToArbitrary(),
                given =>
                {
                    long[] targets =
                    [
                        .. given.more.Select(target => (long)target),
                        .. Enumerable.Range(0, given.classes * given.perClass).Select(i => (long)(i % given.classes)),
                    ];
                    using var examples = new Numbered(targets);
                    var random = new RandomSource((ulong)given.seed);
                    int size = examples.Trainer.BeginScoring(null, given.perClass, random);
                    Assert.Equal(given.classes * given.perClass, size);
                    long[] seen = examples.Next(targets.Length);
                    foreach (long[] batch in seen.Chunk(size))
                    {
                        Assert.All(
                            batch.GroupBy(example => targets[example]),
                            members => Assert.Equal(given.perClass, members.Distinct().Count())
                        );
                        Assert.Equal(given.classes, batch.Select(example => targets[example]).Distinct().Count());
                    }

                    Assert.Equal(targets.Length, seen.Distinct().Count());
                    Assert.Equal(1, examples.Trainer.BeginScoring(1, given.perClass, random));
                    Assert.Equal(seen, examples.Next(targets.Length * size));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(50).WithReplay(new Replay(new Rnd(1), null)));

    [Fact]
    public void A_score_is_that_of_the_balanced_batch()
    {
        // Gradients are the inputs, so the score of the weight 1 is their mean: 1 and 2 of one class, 0 and 3 of the other.
        using var examples = new Numbered(7, 5, 5, 7);
        PruneStage stage = Scoring.Stage(Score.Snip, 0, Allocation.Layer) with { PerClass = 2 };
        Assert.Equal([6], Scoring.Of(stage, examples.Model, examples.Trainer, ["weight"])[0]);
    }

    [Fact]
    public void A_class_with_fewer_examples_is_named()
    {
        using var examples = new Numbered(0, 0, 0, 3);
        Assert.Equal(
            "There are no 2 examples of each class: of class 3 there are 1.",
            Assert.Throws<RecipeException>(() => examples.Trainer.BeginScoring(null, 2, new RandomSource(1))).Message
        );
    }

    [Fact]
    public void Targets_that_are_no_classes_are_named()
    {
        using Linear line = Toys.Line(1);
        using SupervisedTrainer trainer = Toys.HalfSquares(
            line,
            [
                [1],
            ],
            1
        );
        Assert.Equal(
            "There are no 1 examples of each class: the targets are Float32 of 2 dimensions, and classes are Int64 of one.",
            Assert.Throws<RecipeException>(() => trainer.BeginScoring(null, 1, new RandomSource(1))).Message
        );
    }

    private sealed class Numbered : IDisposable
    {
        private readonly List<long> _seen = [];
        private readonly Tensor _inputs;
        private readonly Tensor _targets;

        public Numbered(params long[] targets)
        {
            _inputs = arange(targets.Length, dtype: ScalarType.Float32).reshape(targets.Length, 1);
            _targets = tensor(targets);
            var data = new SupervisedData(_inputs, _targets, _inputs, _targets);
            Trainer = new SupervisedTrainer(
                Model,
                data,
                (outputs, _) =>
                {
                    _seen.AddRange(outputs.detach().Doubles().Select(number => (long)number));
                    return outputs.sum();
                }
            );
        }

        public Linear Model { get; } = Toys.Line(1);

        public SupervisedTrainer Trainer { get; }

        /// <summary>The examples of the next batches.</summary>
        public long[] Next(int batches)
        {
            _seen.Clear();
            for (int batch = 0; batch < batches; batch++)
            {
                Trainer.ComputeLoss().Dispose();
            }

            return [.. _seen];
        }

        public void Dispose()
        {
            Trainer.Dispose();
            Model.Dispose();
            _inputs.Dispose();
            _targets.Dispose();
        }
    }
}
