using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PruningRecipes.Torch.Tests;

public class LearningRateScheduleTests
{
    private const int Length = 12;

    [Fact]
    public void Constant_stays() =>
        Assert.All(Factors(LearningRateSchedule.Constant), factor => Assert.Equal(1, factor));

    [Fact]
    public void Cosine_is_that_of_PyTorch() =>
        AssertLike(LearningRateSchedule.Cosine, optimizer => optim.lr_scheduler.CosineAnnealingLR(optimizer, Length));

    [Fact]
    public void Linear_is_that_of_PyTorch() =>
        AssertLike(LearningRateSchedule.Linear, optimizer => optim.lr_scheduler.LinearLR(optimizer, 1, 0, Length));

    [Fact]
    public void Step_is_that_of_PyTorch() =>
        AssertLike(
            LearningRateSchedule.Step(0.1m, TrainingPosition.Steps(4), TrainingPosition.Steps(9)),
            optimizer => optim.lr_scheduler.MultiStepLR(optimizer, [4, 9], 0.1)
        );

    [Fact]
    public void Milestones_may_be_epochs_or_shares()
    {
        // Three steps an epoch: 2 epochs are 6 steps, 75% are 9, half an epoch more falls between steps 7 and 8.
        LearningRateSchedule schedule = LearningRateSchedule.Step(
            0.5m,
            TrainingPosition.Epochs(2),
            TrainingPosition.Epochs(2.5m),
            TrainingPosition.Share(0.75m)
        );
        Assert.Equal([1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.25, 0.125, 0.125, 0.125], Factors(schedule));
    }

    [Fact]
    public void A_warmup_rises_from_zero_and_the_rest_takes_the_time_after_it()
    {
        double[] factors = Factors(LearningRateSchedule.Linear.WithWarmup(TrainingPosition.Steps(4)));
        double[] expected = [0, 0.25, 0.5, 0.75, 1, 7 / 8.0, 6 / 8.0, 5 / 8.0, 4 / 8.0, 3 / 8.0, 2 / 8.0, 1 / 8.0];
        AssertClose(expected, factors);
    }

    [Fact]
    public void A_warmup_leaves_milestones_where_they_are()
    {
        LearningRateSchedule schedule = LearningRateSchedule
            .Step(0.1m, TrainingPosition.Steps(3))
            .WithWarmup(TrainingPosition.Epochs(1));
        AssertClose([0, 1 / 3.0, 2 / 3.0, 0.1], Factors(schedule)[..4]);
    }

    [Fact]
    public void A_position_is_not_negative() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TrainingPosition.Steps(-1));

    private static double[] Factors(LearningRateSchedule schedule) =>
        [.. Enumerable.Range(0, Length).Select(step => schedule.Factor(step, new TrainingLength(Length, 3)))];

    private static void AssertLike(
        LearningRateSchedule schedule,
        Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> create
    )
    {
        using Linear layer = nn.Linear(1, 1);
        using optim.Optimizer optimizer = optim.SGD(layer.parameters(), 1);
        optim.lr_scheduler.LRScheduler scheduler = create(optimizer);
        var expected = new double[Length];
        for (int step = 0; step < Length; step++)
        {
            expected[step] = optimizer.ParamGroups.Single().LearningRate;
            scheduler.step();
        }

        AssertClose(expected, Factors(schedule));
    }

    private static void AssertClose(double[] expected, double[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
}
