using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;
using static TorchSharpSubset.Tests.ReferenceFigures;

namespace TorchSharpSubset.Tests;

/// <summary>Learning rates, epoch after epoch, against PyTorch's.</summary>
public class SchedulerTests
{
    private const double Rate = 0.05;
    private const int Epochs = 14;

    private static readonly Dictionary<string, Func<Optimizer, LRScheduler>> s_schedulers = new()
    {
        ["step"] = o => StepLR(o, 3, 0.5),
        ["multi_step"] = o => MultiStepLR(o, [2, 5, 5, 9], 0.3),
        ["exponential"] = o => ExponentialLR(o, 0.8),
        ["cosine"] = o => CosineAnnealingLR(o, 5, 0.001),
        ["linear"] = o => LinearLR(o, 0.25, 0.75, 6),
        ["constant"] = o => ConstantLR(o, 0.2, 4),
        ["lambda"] = o => LambdaLR(o, epoch => 1.0 / (1 + epoch)),
        ["sequential"] = o =>
            SequentialLR(o, [LinearLR(o, 0.1, total_iters: 4), CosineAnnealingLR(o, 5), ExponentialLR(o, 0.5)], [4, 9]),
        ["one_cycle"] = o => OneCycleLR(o, 0.4, total_steps: Epochs),
        ["one_cycle_linear"] = o =>
            OneCycleLR(
                o,
                0.4,
                epochs: 7,
                steps_per_epoch: 2,
                anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear,
                three_phase: true
            ),
    };

    public static TheoryData<string> Names() => [.. s_schedulers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rates_and_momenta_equal_those_of_PyTorch(string name)
    {
        using var optimizer = NewOptimizer();
        var scheduler = s_schedulers[name](optimizer);
        var rates = new double[Epochs];
        var momenta = new double[Epochs];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            rates[epoch] = optimizer.ParamGroups.Single().LearningRate;
            momenta[epoch] = optimizer.Momentum;
            Assert.Equal([rates[epoch]], scheduler.get_last_lr());
            if (epoch < Epochs - 1)
            {
                scheduler.step();
            }
        }

        AssertClose(Numbers("schedules", name, "rates"), rates, 1e-13);
        AssertClose(Numbers("schedules", name, "momenta"), momenta, 1e-13);
    }

    [Fact]
    public void Two_schedulers_on_one_optimizer_multiply()
    {
        using var optimizer = NewOptimizer();
        var first = ConstantLR(optimizer, 0.5, 4);
        var second = ExponentialLR(optimizer, 0.9);
        var rates = new double[Epochs];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            rates[epoch] = optimizer.ParamGroups.Single().LearningRate;
            first.step();
            second.step();
        }

        AssertClose(Numbers("chained"), rates, 1e-13);
    }

    [Theory]
    [InlineData("step")]
    [InlineData("multi_step")]
    [InlineData("exponential")]
    [InlineData("cosine")]
    [InlineData("linear")]
    [InlineData("constant")]
    [InlineData("lambda")]
    [InlineData("sequential")]
    public void A_jump_to_an_epoch_gives_the_rate_that_steps_give(string name)
    {
        var table = Numbers("schedules", name, "rates");
        foreach (var epoch in new[] { 7, 3, 0, 11 })
        {
            using var optimizer = NewOptimizer();
            var scheduler = s_schedulers[name](optimizer);
            scheduler.step(epoch);
            Assert.Equal(table[epoch], optimizer.ParamGroups.Single().LearningRate, 1e-12);
        }
    }

    [Theory]
    [InlineData("step", 4)]
    [InlineData("cosine", 6)]
    public void A_scheduler_resumes_after_the_epoch_it_is_told(string name, int last)
    {
        var table = Numbers("schedules", name, "rates");
        using var optimizer = NewOptimizer();
        optimizer.ParamGroups.Single().LearningRate = table[last];
        var scheduler = name == "step" ? StepLR(optimizer, 3, 0.5, last) : CosineAnnealingLR(optimizer, 5, 0.001, last);
        for (var epoch = last + 1; epoch < Epochs; epoch++)
        {
            Assert.Equal(table[epoch], optimizer.ParamGroups.Single().LearningRate, 1e-12);
            scheduler.step();
        }
    }

    [Fact]
    public void Every_group_keeps_its_own_initial_rate()
    {
        using var optimizer = SGD(
            [
                new SGD.ParamGroup([new Parameter(zeros(1))], lr: 1.0),
                new SGD.ParamGroup([new Parameter(zeros(1))], lr: 0.1),
            ],
            0.5
        );
        var scheduler = ExponentialLR(optimizer, 0.5);
        scheduler.step();
        scheduler.step();
        Assert.Equal([0.25, 0.025], scheduler.get_last_lr());
        Assert.Equal([1.0, 0.1], optimizer.ParamGroups.Select(group => group.InitialLearningRate));
    }

    [Fact]
    public void Adam_cycles_its_first_beta()
    {
        using var optimizer = Adam([new Parameter(zeros(1))]);
        var scheduler = OneCycleLR(optimizer, 0.4, total_steps: Epochs);
        scheduler.step();
        Assert.Equal((Numbers("schedules", "one_cycle", "momenta")[1], 0.999), optimizer.Betas);
    }

    [Fact]
    public void One_cycle_refuses_to_go_beyond_its_end()
    {
        using var optimizer = NewOptimizer();
        var scheduler = OneCycleLR(optimizer, 0.4, total_steps: 10);
        for (var i = 0; i < 9; i++)
        {
            scheduler.step();
        }

        Assert.Contains("10 steps", Assert.Throws<InvalidOperationException>(scheduler.step).Message);
    }

    [Fact]
    public void A_sequence_needs_one_milestone_less_than_schedulers()
    {
        using var optimizer = NewOptimizer();
        Assert.Throws<ArgumentException>(() => SequentialLR(optimizer, [ExponentialLR(optimizer)], [3]));
    }

    private static SGD NewOptimizer() => SGD([new Parameter(zeros(1))], Rate, momentum: 0.9);
}
