using PruningRecipes;
using TorchSharp;
using static TorchSharp.torch;

namespace EndToEnd;

/// <summary>A training loop of one's own, with only the generated members between its lines.</summary>
[Collection(DigitsGroup.Name)]
public sealed class OwnLoopTests(DigitsFixture digits)
{
    [Fact]
    public void Members_of_the_recipe_work_in_a_loop_of_ones_own()
    {
        random.manual_seed(1);
        using LeNet300 model = new();
        using LotteryTicket ticket = new(model);
        float[] before = model.state_dict()["fc1.weight"].data<float>().ToArray();

        ticket.SnapshotInit();
        Train(model, ticket, steps: 30);
        ticket.Prune();
        ticket.RewindToInit();
        float[] rewound = model.state_dict()["fc1.weight"].data<float>().ToArray();
        Train(model, ticket, steps: 30);
        float[] trained = model.state_dict()["fc1.weight"].data<float>().ToArray();

        Assert.Equal(3_840, ticket.Masks.Fc1.Pruned);
        for (int i = 0; i < before.Length; i++)
        {
            bool kept = ticket.Masks.Fc1.IsKept(i);
            Assert.Equal(kept ? before[i] : 0f, rewound[i]);
            if (!kept)
            {
                Assert.Equal(0f, trained[i]);
            }
        }

        Assert.NotEqual(rewound, trained);
    }

    [Fact]
    public void Moments_of_a_disposed_optimizer_are_not_written_to()
    {
        random.manual_seed(1);
        using LeNet300 model = new();
        using LotteryTicket ticket = new(model);
        Train(model, ticket, steps: 2);

        // The allocator hands out what the optimizer gave back: whoever still writes there changes these.
        using IDisposable scope = NewDisposeScope();
        Tensor[] reused = [.. Enumerable.Range(0, 64).Select(_ => ones(300, 64))];
        ticket.Prune();
        ticket.AfterOptimizerStep();

        Assert.All(reused, tensor => Assert.Equal(300 * 64, tensor.sum().ToSingle()));
    }

    private void Train(LeNet300 model, LotteryTicket ticket, int steps)
    {
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), 1e-3, weight_decay: 1e-4);
        ticket.Attach(optimizer);
        for (int step = 0; step < steps; step++)
        {
            using IDisposable scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(digits.Data.TrainInputs), digits.Data.TrainTargets).backward();
            ticket.BeforeOptimizerStep();
            optimizer.step();
            ticket.AfterOptimizerStep();
        }
    }
}
