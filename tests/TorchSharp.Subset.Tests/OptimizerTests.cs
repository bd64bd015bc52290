using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;
using static TorchSharpSubset.Tests.ReferenceFigures;

namespace TorchSharpSubset.Tests;

public class OptimizerTests
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, OptimizerHelper>> s_optimizers = new()
    {
        ["sgd"] = p => SGD(p, 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.01),
        ["adam"] = p => Adam(p, 0.1, amsgrad: true),
        ["adamw"] = p => AdamW(p, 0.1, weight_decay: 0.1),
    };

    public static TheoryData<string> Names() => [.. s_optimizers.Keys];

    [Fact]
    public void Zeroing_keeps_the_gradient_tensors()
    {
        using var scope = NewDisposeScope();
        var parameter = WithGradient(1f, 2f);
        var gradient = parameter.grad!;
        using var optimizer = SGD([parameter], 0.1);
        optimizer.zero_grad();
        Assert.Same(gradient, parameter.grad);
        Assert.Equal([0.0, 0.0], Elements(gradient));
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays()
    {
        using var scope = NewDisposeScope();
        var (moved, still) = (WithGradient(1f), new Parameter(ones(1)));
        using var optimizer = AdamW([moved, still], weight_decay: 0.5);
        optimizer.step();
        Assert.Equal([1.0], Elements(still));
        Assert.Equal([1L, 0L], optimizer.state_dict().State.Select(state => ((AdamW.State)state).step));
    }

    [Fact]
    public void Momentum_appears_at_the_first_step_and_is_live()
    {
        using var scope = NewDisposeScope();
        var parameter = WithGradient(1f, 2f);
        using var optimizer = SGD([parameter], 0.1, momentum: 0.5);
        var state = (SGD.State)optimizer.state_dict().State.Single();
        Assert.Null(state.momentum_buffer);
        optimizer.step();
        Assert.Equal([1.0, 2.0], Elements(state.momentum_buffer!));
        state.momentum_buffer!.fill_(0.0);
        parameter.grad!.fill_(0.0);
        var before = Elements(parameter);
        optimizer.step();
        Assert.Equal(before, Elements(parameter));
    }

    [Fact]
    public void Moments_of_Adam_are_live_and_outlive_scopes()
    {
        using var parameter = WithGradient(1f, 2f);
        using var optimizer = Adam([parameter], amsgrad: true);
        var state = (Adam.State)optimizer.state_dict().State.Single();
        using (NewDisposeScope())
        {
            optimizer.step();
        }

        Assert.Equal(1, state.step);
        Assert.Equal([0.1, 0.2], Elements(state.exp_avg).Select(value => Math.Round(value, 6)));
        Assert.Equal([0.001, 0.004], Elements(state.exp_avg_sq).Select(value => Math.Round(value, 6)));
        Assert.Equal(Elements(state.exp_avg_sq), Elements(state.max_exp_avg_sq!));
        optimizer.Dispose();
        Assert.True(state.exp_avg.IsInvalid);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_optimizer_continues_bit_for_bit(string name)
    {
        using var scope = NewDisposeScope();
        var (first, inputs, targets) = Mlp();
        var (second, _, _) = Mlp();
        using var original = s_optimizers[name](first.parameters());
        Train(first, original);
        Train(first, original);
        original.ParamGroups.Single().LearningRate = 0.02;

        var stream = new MemoryStream();
        original.save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;
        second.load_state_dict(first.state_dict());
        using var restored = s_optimizers[name](second.parameters());
        restored.load_state_dict(new BinaryReader(stream));
        Assert.Equal(0.02, restored.ParamGroups.Single().LearningRate);

        Train(first, original);
        Train(second, restored);
        Assert.All(
            first.parameters().Zip(second.parameters()),
            pair => Assert.Equal(Elements(pair.First), Elements(pair.Second))
        );

        void Train(Sequential model, Optimizer optimizer)
        {
            optimizer.zero_grad();
            functional.cross_entropy(model.call(inputs), targets).backward();
            optimizer.step();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_dictionary_is_copied_into_another_optimizer(string name)
    {
        using var scope = NewDisposeScope();
        var (left, right) = (WithGradient(1f, 2f), WithGradient(1f, 2f));
        using var source = s_optimizers[name]([left]);
        using var target = s_optimizers[name]([right]);
        source.step();
        target.load_state_dict(source.state_dict());
        using (no_grad())
        {
            right.copy_(left);
        }

        source.step();
        target.step();
        Assert.Equal(Elements(left), Elements(right));
        source.step();
        Assert.NotEqual(Elements(left), Elements(right));
    }

    [Fact]
    public void The_state_of_another_optimizer_is_refused()
    {
        using var scope = NewDisposeScope();
        using var adam = Adam([WithGradient(1f)]);
        using var sgd = SGD([WithGradient(1f)], 0.1);
        using var wider = Adam([WithGradient(1f), WithGradient(1f)]);
        var stream = new MemoryStream();
        adam.save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;
        Assert.Contains(
            "Adam",
            Assert.Throws<InvalidDataException>(() => sgd.load_state_dict(new BinaryReader(stream))).Message
        );
        Assert.Throws<ArgumentException>(() => sgd.load_state_dict(adam.state_dict()));
        Assert.Contains(
            "1 parameters",
            Assert.Throws<ArgumentException>(() => wider.load_state_dict(adam.state_dict())).Message
        );
    }

    [Fact]
    public void Groups_have_their_own_options_and_take_the_rest_from_the_defaults()
    {
        using var scope = NewDisposeScope();
        var (slow, fast) = (WithGradient(1f), WithGradient(1f));
        using var optimizer = SGD(
            [
                new SGD.ParamGroup([slow], new SGD.Options { LearningRate = 0.01 }),
                new SGD.ParamGroup { Parameters = [fast] },
            ],
            0.5,
            weight_decay: 0.1
        );
        optimizer.step();
        Assert.Equal([0.989], Elements(slow).Select(value => Math.Round(value, 6)));
        Assert.Equal([0.45], Elements(fast).Select(value => Math.Round(value, 6)));
        Assert.Equal([0.01, 0.5], optimizer.ParamGroups.Select(group => group.LearningRate));
        Assert.Equal(
            [
                [0],
                [1],
            ],
            optimizer.state_dict().StateIndexRef
        );
        Assert.Equal([slow, fast], optimizer.parameters());
    }

    [Fact]
    public void A_parameter_belongs_to_one_group_and_is_a_leaf()
    {
        using var scope = NewDisposeScope();
        var parameter = WithGradient(1f);
        Assert.Throws<ArgumentException>(() => SGD([parameter, parameter], 0.1));
        using var optimizer = SGD([parameter], 0.1);
        Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new SGD.ParamGroup([parameter])));
        Assert.Throws<ArgumentException>(() => SGD([new Parameter(parameter.mul(2.0))], 0.1));
    }

    [Fact]
    public void A_step_maximizes_on_demand()
    {
        using var scope = NewDisposeScope();
        var (sgd, adam) = (WithGradient(1f), WithGradient(1f));
        SGD([sgd], 0.1, maximize: true).step();
        Adam([adam], 0.1, maximize: true).step();
        Assert.Equal([1.1], Elements(sgd).Select(value => Math.Round(value, 6)));
        Assert.Equal([1.1], Elements(adam).Select(value => Math.Round(value, 6)));
    }

    [Fact]
    public void A_closure_records_gradients_and_its_loss_comes_back()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(1));
        using var optimizer = SGD([parameter], 0.25);
        using var mode = no_grad();
        var loss = optimizer.step(() =>
        {
            var square = parameter.mul(parameter).sum();
            square.backward();
            return square;
        });
        Assert.Equal(1f, loss!.item<float>());
        Assert.Equal([0.5], Elements(parameter));
    }

    [Fact]
    public void State_moves_to_a_device()
    {
        using var scope = NewDisposeScope();
        using var optimizer = Adam([WithGradient(1f)], amsgrad: true);
        var state = (Adam.State)optimizer.state_dict().State.Single();
        var mean = state.exp_avg;
        optimizer.to(CPU);
        Assert.Same(mean, state.exp_avg);
        optimizer.to(META);
        Assert.True(mean.IsInvalid);
        Assert.All([state.exp_avg, state.exp_avg_sq, state.max_exp_avg_sq!], moment => Assert.True(moment.is_meta));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SGD(Array.Empty<Parameter>(), -0.1));
        Assert.Throws<ArgumentException>(() => SGD(Array.Empty<Parameter>(), 0.1, nesterov: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => Adam(Array.Empty<Parameter>(), beta1: 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdamW(Array.Empty<Parameter>(), weight_decay: -1));
    }

    private static Parameter WithGradient(params float[] gradient) =>
        new(ones(gradient.Length)) { grad = tensor(gradient) };
}
