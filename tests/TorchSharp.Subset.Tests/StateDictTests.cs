using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharpSubset.Tests.ReferenceFigures;

namespace TorchSharpSubset.Tests;

public class StateDictTests
{
    [Fact]
    public void State_is_live_and_has_parameters_before_buffers()
    {
        using var model = Sequential(("norm", BatchNorm1d(2)), ("fc", Linear(2, 1)));
        var state = model.state_dict();
        Assert.Equal(
            [
                "norm.weight",
                "norm.bias",
                "fc.weight",
                "fc.bias",
                "norm.running_mean",
                "norm.running_var",
                "norm.num_batches_tracked",
            ],
            state.Keys
        );
        Assert.Same(model.get_parameter("fc.weight"), state["fc.weight"]);
        Assert.Equal(["pre.norm.weight"], model.state_dict(prefix: "pre").Keys.Take(1));
    }

    [Fact]
    public void A_buffer_that_does_not_persist_is_no_state()
    {
        using var model = Sequential();
        model.register_buffer("cache", zeros(1), persistent: false);
        Assert.Empty(model.state_dict());
        Assert.Single(model.named_buffers());
        Assert.Empty(model.named_buffers(include_nonpersistent: false));
    }

    [Fact]
    public void A_saved_module_loads_bit_for_bit()
    {
        var (source, inputs, targets) = Convolutional();
        source.call(inputs);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            source.save(writer);
        }

        stream.Position = 0;
        var (target, _, _) = Convolutional();
        init.zeros_(target.parameters().First());
        var seen = new Dictionary<string, bool>();
        target.load(new BinaryReader(stream), loadedParameters: seen);
        Assert.Equal(source.state_dict().Keys, seen.Keys);
        Assert.All(seen.Values, Assert.True);
        AssertSameState(source, target);
    }

    [Fact]
    public void A_file_loads_too()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var source = Filled(Linear(3, 2));
            source.save(path);
            using var target = Linear(3, 2);
            target.load(path);
            AssertSameState(source, target);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_format_is_a_count_then_name_type_shape_and_elements()
    {
        using var model = Linear(2, 1, hasBias: false);
        init.ones_(model.weight);
        using var stream = new MemoryStream();
        model.save(stream);
        Assert.Equal([1, 6, .. "weight"u8, 6, 2, 1, 2, 0, 0, 0x80, 0x3F, 0, 0, 0x80, 0x3F], stream.ToArray());
    }

    [Fact]
    public void Loading_a_dictionary_copies()
    {
        using var source = Filled(Linear(3, 2));
        using var target = Linear(3, 2);
        var weight = target.weight;
        var (missing, unexpected) = target.load_state_dict(source.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.Same(weight, target.weight);
        AssertSameState(source, target);
    }

    [Fact]
    public void A_dictionary_of_other_names_is_refused_by_name()
    {
        using var model = Linear(3, 2);
        using var extra = zeros(1);
        var state = new Dictionary<string, Tensor> { ["weight"] = model.weight, ["gamma"] = extra };
        var error = Assert.Throws<InvalidOperationException>(() => model.load_state_dict(state));
        Assert.Contains("Missing: 'bias'", error.Message);
        Assert.Contains("Unexpected: 'gamma'", error.Message);

        var (missing, unexpected) = model.load_state_dict(state, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["gamma"], unexpected);
        model.load_state_dict(state, skip: ["bias", "gamma"]);
    }

    [Fact]
    public void A_dictionary_of_other_shapes_is_refused_by_name_before_anything_changes()
    {
        using var model = Filled(Linear(3, 2));
        var before = Elements(model.weight);
        using var weight = zeros(2, 3);
        using var bias = zeros(5);
        var error = Assert.Throws<InvalidOperationException>(() =>
            model.load_state_dict(new() { ["weight"] = weight, ["bias"] = bias })
        );
        Assert.Contains("'bias'", error.Message);
        Assert.Contains("[5]", error.Message);
        Assert.Contains("[2]", error.Message);
        Assert.Equal(before, Elements(model.weight));
    }

    [Fact]
    public void A_stream_of_another_module_is_refused_by_name()
    {
        Assert.Contains("'weight'", Refused(Linear(3, 2), Linear(4, 2)).Message);
        Assert.Contains("'weight'", Refused(Linear(3, 2), Linear(3, 2, dtype: ScalarType.Float64)).Message);
        Assert.Contains("2 entries", Refused(Linear(3, 2), Linear(3, 2, hasBias: false)).Message);
        Assert.Contains("'0.weight'", Refused(Sequential(Linear(3, 2)), Linear(3, 2)).Message);

        static ArgumentException Refused(Module source, Module target) =>
            Assert.Throws<ArgumentException>(() => target.load(Saved(source)));
    }

    [Fact]
    public void A_part_of_a_stream_loads_when_it_need_not_match()
    {
        using var source = Filled(Sequential(Linear(3, 2), Linear(2, 2)));
        using var target = Sequential(Linear(3, 2));
        var bias = Elements(target.get_parameter("0.bias")!);
        target.load(Saved(source), strict: false, skip: ["0.bias"]);
        Assert.Equal(Elements(source.get_parameter("0.weight")!), Elements(target.get_parameter("0.weight")!));
        Assert.Equal(bias, Elements(target.get_parameter("0.bias")!));
    }

    [Fact]
    public void A_torn_stream_is_refused()
    {
        using var model = Linear(3, 2);
        var bytes = Saved(model).ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<EndOfStreamException>(() => model.load(new MemoryStream(bytes, 0, length)));
        }
    }

    [Fact]
    public void A_stream_of_something_else_is_refused()
    {
        using var model = Linear(1, 1, hasBias: false);
        byte[] unknownType = [1, 6, .. "weight"u8, 99, 0];
        byte[] absurdRank = [1, 6, .. "weight"u8, 6, 100];
        Assert.Contains(
            "type 99",
            Assert.Throws<InvalidDataException>(() => model.load(new MemoryStream(unknownType))).Message
        );
        Assert.Contains(
            "rank 100",
            Assert.Throws<InvalidDataException>(() => model.load(new MemoryStream(absurdRank))).Message
        );
    }

    private static MemoryStream Saved(Module source)
    {
        var stream = new MemoryStream();
        source.save(stream);
        return new MemoryStream(stream.ToArray());
    }

    private static void AssertSameState(Module expected, Module actual)
    {
        var (left, right) = (expected.state_dict(), actual.state_dict());
        Assert.Equal(left.Keys, right.Keys);
        Assert.All(left, entry => Assert.Equal(Elements(entry.Value), Elements(right[entry.Key])));
    }
}
