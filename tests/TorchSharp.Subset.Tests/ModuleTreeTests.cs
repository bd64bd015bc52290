using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpSubset.Tests;

public class ModuleTreeTests
{
    [Fact]
    public void Parameters_come_in_order_of_registration_own_ones_first()
    {
        using var model = new Net();
        Assert.Equal(
            [
                "scale",
                "body.0.weight",
                "body.0.bias",
                "body.1.weight",
                "body.1.bias",
                "heads.0.weight",
                "heads.1.weight",
                "heads.1.bias",
                "named.last.weight",
                "named.first.weight",
            ],
            model.named_parameters().Select(entry => entry.name)
        );
        Assert.Equal(["scale"], model.named_parameters(recurse: false).Select(entry => entry.name));
        Assert.Equal(
            ["offset", "body.1.running_mean", "body.1.running_var", "body.1.num_batches_tracked"],
            model.named_buffers().Select(entry => entry.name)
        );
    }

    [Fact]
    public void Modules_come_as_children_then_as_descendants_of_each()
    {
        using var model = new Net();
        Assert.Equal(["body", "heads", "named"], model.named_children().Select(entry => entry.name));
        Assert.Equal(
            ["body", "heads", "named", "body.0", "body.1", "heads.0", "heads.1", "named.last", "named.first"],
            model.named_modules().Select(entry => entry.name)
        );
    }

    [Fact]
    public void A_shared_parameter_is_listed_once()
    {
        using var model = new Net();
        var tied = model.heads[0].weight;
        model.heads[1].weight = tied;
        Assert.DoesNotContain("heads.1.weight", model.named_parameters().Select(entry => entry.name));
        Assert.Same(tied, model.state_dict()["heads.1.weight"]);
    }

    [Fact]
    public void Targets_find_parameters_and_buffers_by_path()
    {
        using var model = new Net();
        Assert.Same(model.heads[1].bias, model.get_parameter("heads.1.bias"));
        Assert.Same(((BatchNorm2d)model.body[1]).running_var, model.get_buffer("body.1.running_var"));
        Assert.True(model.has_parameter("scale"));
        Assert.False(model.has_parameter("heads.2.bias"));
        Assert.False(model.has_buffer("body.1.weight"));
    }

    [Fact]
    public void A_name_is_registered_once()
    {
        using var model = new Net();
        Assert.Contains(
            "'scale'",
            Assert
                .Throws<InvalidOperationException>(() => model.register_parameter("scale", model.heads[0].weight))
                .Message
        );
        Assert.Contains(
            "'heads'",
            Assert.Throws<InvalidOperationException>(() => model.register_module("heads", model.body)).Message
        );
        Assert.Contains(
            "'offset'",
            Assert.Throws<InvalidOperationException>(() => model.register_buffer("offset", zeros(1))).Message
        );
    }

    [Fact]
    public void Modes_reach_every_descendant()
    {
        using var model = new Net();
        model.eval();
        Assert.All(model.modules().Prepend(model), module => Assert.False(module.training));
        model.train();
        Assert.All(model.modules().Prepend(model), module => Assert.True(module.training));
    }

    [Fact]
    public void Apply_visits_children_before_their_parent()
    {
        using var model = Sequential(("a", Linear(1, 1)), ("b", Sequential(ReLU())));
        var visited = new List<string>();
        model.apply(module => visited.Add(module.GetName()));
        Assert.Equal(["Linear", "ReLU", "Sequential", "Sequential"], visited);
    }

    [Fact]
    public void Hooks_change_what_goes_in_and_out_until_they_are_removed()
    {
        using var scope = NewDisposeScope();
        using var layer = Identity();
        var order = new List<string>();
        var before = layer.register_forward_pre_hook((_, input) => input.add(1.0));
        var after = layer.register_forward_hook((_, _, output) => output.mul(10.0));
        var watch = layer.register_forward_hook((_, _, _) => null!);
        var notes = layer.register_forward_pre_hook(module => order.Add($"before {module.GetName()}"));
        layer.register_forward_hook(module => order.Add($"after {module.GetName()}"));

        Assert.Equal(30f, layer.call(tensor(2f)).item<float>());
        Assert.Equal(2f, layer.forward(tensor(2f)).item<float>());
        Assert.Equal(["before Identity", "after Identity"], order);

        before.remove();
        after.remove();
        watch.remove();
        notes.remove();
        Assert.Equal(2f, layer.call(tensor(2f)).item<float>());
        Assert.Equal(3, order.Count);
    }

    [Fact]
    public void Hooks_of_two_inputs_see_both()
    {
        using var scope = NewDisposeScope();
        using var loss = MSELoss();
        loss.register_forward_pre_hook((_, input, target) => (input.mul(2.0), target));
        loss.register_forward_hook((_, _, _, output) => output.add(1.0));
        Assert.Equal(2f, loss.call(tensor(1f), tensor(1f)).item<float>());
        Assert.Equal("MSELoss", loss.GetName());
    }

    [Fact]
    public void Conversion_replaces_tensors_keeps_ties_fields_and_gradients_and_frees_the_old()
    {
        using var model = new Net();
        model.heads[1].weight = model.heads[0].weight;
        var old = model.scale;
        using (var gradient = ones(3))
        {
            old.grad = gradient;
        }

        var count = ReferenceFigures.LiveTensors();
        Assert.Same(model, model.to(ScalarType.Float64));

        Assert.True(old.IsInvalid);
        Assert.NotSame(old, model.scale);
        Assert.Same(model.scale, model.get_parameter("scale"));
        Assert.Same(model.heads[0].weight, model.heads[1].weight);
        Assert.True(model.scale.requires_grad);
        Assert.Equal(ScalarType.Float64, model.scale.grad!.dtype);
        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        var statistics = (BatchNorm2d)model.body[1];
        Assert.Equal(ScalarType.Float64, statistics.running_mean!.dtype);
        Assert.Equal(ScalarType.Int64, statistics.num_batches_tracked!.dtype);
        Assert.Equal(ScalarType.Float64, model.Offset.dtype);
        Assert.InRange(Tensor.TotalCount, 0, count + 1);

        var kept = model.scale;
        model.to(ScalarType.Float64).to(CPU).cpu().@double();
        Assert.Same(kept, model.scale);
    }

    [Fact]
    public void Conversion_moves_to_a_device_alone_or_with_a_type()
    {
        using var model = new Net();
        model.to(META);
        Assert.All(model.state_dict().Values, value => Assert.True(value.is_meta));
        Assert.Equal(ScalarType.Float32, model.scale.dtype);

        using var layer = Linear(2, 2).to(META, ScalarType.BFloat16);
        Assert.Equal((true, ScalarType.BFloat16), (layer.weight.is_meta, layer.weight.dtype));
        using var reference = zeros(1, dtype: ScalarType.Float64, device: META);
        Assert.Equal(ScalarType.Float64, layer.to(reference).bias!.dtype);
    }

    [Fact]
    public void Registered_tensors_outlive_the_scope_that_made_them()
    {
        Net model;
        using (NewDisposeScope())
        {
            model = new Net();
        }

        Assert.All(model.state_dict().Values, value => Assert.False(value.IsInvalid));
        model.Dispose();
        Assert.True(model.scale.IsInvalid);
        Assert.True(model.heads[0].weight.IsInvalid);
        Assert.True(model.Offset.IsInvalid);
    }

    [Fact]
    public void Zeroing_keeps_or_drops_the_gradients()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 1);
        layer.call(ones(1, 2)).sum().backward();
        var gradient = layer.weight.grad!;
        layer.zero_grad(set_to_none: false);
        Assert.Equal([0.0, 0.0], ReferenceFigures.Elements(gradient));
        layer.zero_grad();
        Assert.Null(layer.weight.grad);
    }

    [Fact]
    public void A_module_list_is_named_by_positions_after_every_change()
    {
        var (a, b, c) = (Linear(1, 1), Linear(2, 2), Linear(3, 3));
        using var list = ModuleList(a, b);
        list.Insert(0, c);
        list.Remove(a);
        Assert.Equal([("0", (Module)c), ("1", b)], list.named_children());
        list[0] = a;
        list.append(c);
        Assert.Equal([("0", (Module)a), ("1", b), ("2", c)], list.named_children());
        list.RemoveAt(1);
        Assert.Equal([a, c], list);
        list.Clear();
        Assert.Empty(list.children());
    }

    [Fact]
    public void A_module_dictionary_keeps_its_order()
    {
        var (a, b, c) = (Linear(1, 1), Linear(2, 2), Linear(3, 3));
        using var dictionary = ModuleDict(("z", a), ("a", b));
        dictionary.Add("m", c);
        dictionary["z"] = b;
        Assert.Equal(["z", "a", "m"], dictionary.named_children().Select(entry => entry.name));
        Assert.Equal(("z", b), dictionary[0]);
        Assert.True(dictionary.Remove("a"));
        Assert.Equal(["z", "m"], dictionary.named_children().Select(entry => entry.name));
        Assert.False(dictionary.TryGetValue("a", out _));
    }

    [Fact]
    public void A_slice_of_a_sequence_has_the_same_modules_and_names()
    {
        var (a, b, c) = (Linear(1, 1), ReLU(), Linear(1, 1));
        using var model = Sequential(("in", a), ("act", b), ("out", c));
        var slice = model[1..];
        Assert.Equal([("act", (Module)b), ("out", c)], slice.named_children());
        Assert.Same(c, slice[1]);
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        internal readonly Parameter scale = new(ones(3));

        [ComponentName(Name = "offset")]
        internal readonly Tensor Offset = zeros(2);

        internal readonly Sequential body = Sequential(Conv2d(1, 2, 3), BatchNorm2d(2));

        internal readonly ModuleList<Linear> heads = ModuleList(Linear(2, 2, hasBias: false), Linear(2, 2));

        internal readonly ModuleDict<Linear> named = ModuleDict(
            ("last", Linear(1, 2, hasBias: false)),
            ("first", Linear(1, 1, hasBias: false))
        );

        internal Net()
            : base("Net") => RegisterComponents();

        public override Tensor forward(Tensor input) => body.call(input);
    }
}
