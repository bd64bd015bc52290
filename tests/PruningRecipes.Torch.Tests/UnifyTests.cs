using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

/// <summary>Blocks of one magnitude.</summary>
public sealed class UnifyTests
{
    private static readonly UnifyStage s_stage = new()
    {
        Rows = 2,
        Columns = 2,
        Unified = 0.5m,
        Pruned = 0.2m,
    };

    [Fact]
    public void Counts_are_exact_and_unified_blocks_stay_through_training()
    {
        using Mlp model = Mlp.OfSeed(1);
        using SupervisedTrainer trainer = Clusters.Trainer(model);
        using var run = new RecipeRun(model, ForBlocks());
        run.Begin(trainer, null);
        double[] before = model.fc1.weight.Doubles();

        run.Unify(1, s_stage);

        // 20% of 30 blocks and, at half of it, of 50.
        Assert.Equal([6 * 4L, 5 * 4], run.Masks.Select(mask => mask.Pruned));
        double[] unified = model.fc1.weight.Doubles();
        int[] frozen = Frozen(run, unified);
        Assert.Equal(15 * 4, frozen.Length);
        Assert.All(frozen, i => Assert.Equal(Math.Sign(before[i]), Math.Sign(unified[i])));

        run.Train(2, Recipes.Sgd(2));

        double[] trained = model.fc1.weight.Doubles();
        Assert.All(frozen, i => Assert.Equal(unified[i], trained[i]));
        Assert.All(
            Enumerable.Range(0, 120).Where(i => run.Masks[0].IsKept(i)).Except(frozen),
            i => Assert.NotEqual(unified[i], trained[i])
        );
        run.Unify(3, s_stage);
        Assert.Equal([6 * 4L, 5 * 4], run.Masks.Select(mask => mask.Pruned));
    }

    [Fact]
    public void What_sets_the_weights_to_other_values_lets_training_move_them_again()
    {
        using Mlp model = Mlp.OfSeed(1);
        using SupervisedTrainer trainer = Clusters.Trainer(model);
        using var run = new RecipeRun(model, ForBlocks());
        run.Begin(trainer, null);
        run.Snapshot(1, "dense", SnapshotContents.Weights);
        run.Unify(2, s_stage);
        run.Snapshot(3, "unified", SnapshotContents.Weights);
        double[] unified = model.fc1.weight.Doubles();
        int[] frozen = Frozen(run, unified);

        run.Rewind(4, "unified", SnapshotContents.Weights);
        run.Train(5, Recipes.Sgd(1));
        Assert.All(frozen, i => Assert.Equal(unified[i], model.fc1.weight.Doubles()[i]));

        run.Rewind(6, "dense", SnapshotContents.Weights);
        double[] rewound = model.fc1.weight.Doubles();
        Assert.Contains(frozen, i => rewound[i] != unified[i]);
        run.Train(7, Recipes.Sgd(1));
        double[] trained = model.fc1.weight.Doubles();
        Assert.All(frozen, i => Assert.NotEqual(rewound[i], trained[i]));
    }

    [Fact]
    public void Two_shares_that_round_up_take_no_more_than_there_is()
    {
        using Linear line = Toys.Line(1, -2, 3);
        using var run = new RecipeRun(line, Scoring.Definition(line, "weight"));
        run.Unify(
            1,
            new UnifyStage
            {
                Rows = 1,
                Columns = 1,
                Unified = 0.5m,
                Pruned = 0.5m,
            }
        );
        Assert.Equal([0, 0, 3], line.weight.Doubles());
    }

    [Fact]
    public void Without_a_share_to_prune_masks_stay()
    {
        using Linear line = Toys.Line(1, -2, 3, 0.1);
        using var run = new RecipeRun(line, Scoring.Definition(line, "weight"));
        run.Prune(1, Recipes.Magnitude(AmountKind.Count, 1));
        run.Unify(
            2,
            new UnifyStage
            {
                Rows = 1,
                Columns = 2,
                Unified = 1,
            }
        );
        Assert.Equal([1.5, -1.5, 3, 0], line.weight.Doubles());
        Assert.Equal([0, 1, 2], Scoring.Kept(run.Masks));
    }

    [Fact]
    public void What_cannot_be_met_changes_nothing()
    {
        using Mlp model = Mlp.OfSeed(1);
        using var run = new RecipeRun(model, Recipes.ForMlp());
        byte[] before = model.AllBytes();
        AssertFails(s_stage, "Stage 1 (unify): A block 2x2 does not divide 'head.weight' of 3 rows and 10 columns.");
        UnifyStage single = s_stage with { Rows = 1, Columns = 1, Pruned = 0.999m };
        AssertFails(
            single,
            "Stage 1 (unify): Cannot prune 120 units of 'fc1.weight': 120 are left, and 1 are protected, so 119 can be pruned."
        );
        Assert.Equal(before, model.AllBytes());
        Assert.Equal(0, run.Masks.Pruned);

        void AssertFails(UnifyStage stage, string message) =>
            Assert.Equal(message, Assert.Throws<RecipeException>(() => run.Unify(1, stage)).Message);
    }

    private static RecipeDefinition ForBlocks() =>
        Recipes.ForLayers(new LayerPlan("fc1.weight", [20, 6]), new LayerPlan("fc2.weight", [10, 20]) { Scale = 0.5m });

    /// <summary>The weights of the first layer whose block of two by two has one magnitude that is not zero.</summary>
    private static int[] Frozen(RecipeRun run, double[] weights) =>
        [
            .. Enumerable
                .Range(0, 120)
                .GroupBy(i => (i / 12, i % 6 / 2))
                .Where(block => block.Select(i => Math.Abs(weights[i])).Distinct().Count() == 1)
                .SelectMany(block => block)
                .Where(i => run.Masks[0].IsKept(i)),
        ];
}
