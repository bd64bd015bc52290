using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;
using static TorchSharpSubset.Tests.ReferenceFigures;

namespace TorchSharpSubset.Tests;

/// <summary>Training runs against PyTorch's, from the same weights on the same data.</summary>
public class TrainingTests
{
    private const double Rate = 0.05;
    private const double Epsilon = 1e-3;
    private const int Steps = 12;

    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, OptimizerHelper>> s_optimizers = new()
    {
        ["sgd"] = p => SGD(p, Rate),
        ["sgd_momentum"] = p => SGD(p, Rate, momentum: 0.9, dampening: 0.1, weight_decay: 0.01),
        ["sgd_nesterov"] = p => SGD(p, Rate, momentum: 0.9, weight_decay: 0.01, nesterov: true),
        ["adam"] = p => Adam(p, Rate, weight_decay: 0.01),
        ["adam_amsgrad"] = p => Adam(p, Rate, 0.8, 0.9, Epsilon, amsgrad: true),
        ["adamw"] = p => AdamW(p, Rate, eps: Epsilon, weight_decay: 0.1),
        ["adamw_amsgrad"] = p => AdamW(p, Rate, 0.8, 0.9, Epsilon, weight_decay: 0.1, amsgrad: true),
    };

    public static TheoryData<string, string> Runs()
    {
        var runs = new TheoryData<string, string>();
        foreach (var optimizer in s_optimizers.Keys)
        {
            runs.Add("mlp", optimizer);
            runs.Add("convolutional", optimizer);
        }

        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Losses_and_final_state_equal_those_of_PyTorch(string network, string method)
    {
        using var scope = NewDisposeScope();
        var (model, inputs, targets) = network == "mlp" ? Mlp() : Convolutional();
        using var optimizer = s_optimizers[method](model.parameters());
        var losses = new double[Steps];
        for (var i = 0; i < Steps; i++)
        {
            losses[i] = Train(model, inputs, targets, optimizer);
        }

        var run = $"{network}/{method}";
        AssertClose(Numbers("training", run, "losses"), losses, 5e-6);

        model.eval();
        using var mode = no_grad();
        using var evaluation = functional.cross_entropy(model.call(inputs), targets);
        Assert.Equal(Find("training", run, "evaluation").GetDouble(), evaluation.item<float>(), 1e-5);

        var sums = Find("training", run, "sums");
        var state = model.state_dict();
        Assert.Equal(
            sums.EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal),
            state.Keys.Order(StringComparer.Ordinal)
        );
        foreach (var (name, values) in state)
        {
            Assert.Equal(sums.GetProperty(name).GetDouble(), Elements(values).Sum(), 1e-4);
        }

        model.Dispose();
    }

    [Theory]
    [InlineData("sgd_nesterov")]
    [InlineData("adam_amsgrad")]
    [InlineData("adamw")]
    public void A_training_step_leaves_no_tensor_behind(string method)
    {
        var (model, inputs, targets) = Convolutional();
        var optimizer = s_optimizers[method](model.parameters());
        Train(model, inputs, targets, optimizer);
        Train(model, inputs, targets, optimizer);
        var before = LiveTensors();
        for (var i = 0; i < 20; i++)
        {
            Train(model, inputs, targets, optimizer);
        }

        Assert.Equal(before, Tensor.TotalCount);
        optimizer.Dispose();
        model.Dispose();
        inputs.Dispose();
        targets.Dispose();
    }

    [Fact]
    public void Model_and_optimizer_free_everything_they_made()
    {
        var before = LiveTensors();
        using (var scope = NewDisposeScope())
        {
            var (model, inputs, targets) = Convolutional();
            var optimizer = AdamW(model.parameters(), amsgrad: true);
            Train(model, inputs, targets, optimizer);
            optimizer.Dispose();
            model.Dispose();
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Theory]
    [InlineData("sgd_nesterov", 2000)]
    [InlineData("adamw_amsgrad", 3000)]
    public void An_optimizer_step_allocates_little_managed_memory(string method, long bytes)
    {
        using var scope = NewDisposeScope();
        var (model, inputs, targets) = Mlp();
        using var optimizer = s_optimizers[method](model.parameters());
        Train(model, inputs, targets, optimizer);
        optimizer.step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        optimizer.step();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, bytes);
        model.Dispose();
    }

    private static double Train(Sequential model, Tensor inputs, Tensor targets, Optimizer optimizer)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var loss = functional.cross_entropy(model.call(inputs), targets);
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }
}
