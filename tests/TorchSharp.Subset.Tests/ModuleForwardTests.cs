using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharpSubset.Tests.ReferenceFigures;

namespace TorchSharpSubset.Tests;

/// <summary>What layers compute and how they start, against PyTorch.</summary>
public class ModuleForwardTests
{
    private static readonly Dictionary<string, Func<Tensor>> s_layers = new()
    {
        ["linear"] = () => Filled(Linear(6, 3)).call(Image()),
        ["conv1d_same"] = () => Filled(Conv1d(4, 6, 4, Padding.Same, groups: 2)).call(Signal()),
        ["conv1d_strided"] = () => Filled(Conv1d(4, 2, 3, stride: 2, padding: 1, dilation: 2)).call(Signal()),
        ["conv2d_rectangular"] = () => Filled(Conv2d(2, 3, (3, 2), (1, 2), (2, 1))).call(Image()),
        ["conv2d_circular"] = () =>
            Filled(Conv2d(2, 2, (3, 3), padding: (1, 2), padding_mode: PaddingModes.Circular, bias: false))
                .call(Image()),
        ["conv2d_reflect"] = () =>
            Filled(Conv2d(2, 2, 3, padding: 2, padding_mode: PaddingModes.Reflect)).call(Image()),
        ["batch_norm1d"] = () => Filled(BatchNorm1d(4)).call(Signal()),
        ["layer_norm"] = () => Filled(LayerNorm([5, 6])).call(Image()),
        ["layer_norm_plain"] = () => LayerNorm(6, elementwise_affine: false).call(Image()),
        ["relu"] = () => ReLU().call(Scores()),
        ["gelu"] = () => GELU().call(Scores()),
        ["gelu_tanh"] = () => GELU(TorchSharp.Modules.GELU.Approximate.tanh).call(Scores()),
        ["tanh"] = () => Tanh().call(Scores()),
        ["sigmoid"] = () => Sigmoid().call(Scores()),
        ["softmax"] = () => Softmax(1).call(Scores()),
        ["log_softmax"] = () => LogSoftmax(0).call(Scores()),
        ["max_pool2d"] = () => MaxPool2d(3, stride: 2, padding: 1, ceil_mode: true).call(Image()),
        ["avg_pool2d"] = () => AvgPool2d((2, 3), padding: (1, 1), count_include_pad: false).call(Image()),
        ["adaptive_avg_pool2d"] = () => AdaptiveAvgPool2d((2, 4)).call(Image()),
        ["flatten"] = () => Flatten(2).call(Image()),
        ["embedding"] = () => Filled(Embedding(4, 3)).call(Indices()),
        ["embedding_renormalised"] = () => Filled(Embedding(4, 3, max_norm: 0.6)).call(Indices()),
        ["cross_entropy"] = () => CrossEntropyLoss(ClassWeights()).call(Scores(), Classes()),
        ["cross_entropy_smoothed"] = () =>
            new CrossEntropyLoss(ClassWeights(), 1, Reduction.None, 0.1).call(Scores(), Classes()),
        ["mse"] = () => MSELoss(Reduction.Sum).call(Scores(), Evens()),
        ["nll"] = () => NLLLoss(ClassWeights()).call(Scores().log_softmax(1), Classes()),
        ["bce_with_logits"] = () => BCEWithLogitsLoss(pos_weights: ClassWeights()).call(Scores(), Evens()),
    };

    private static readonly Dictionary<string, (long Seed, Func<IEnumerable<Tensor>> Make)> s_initialisations = new()
    {
        ["linear"] = (1, () => Linear(7, 5).parameters()),
        ["conv1d"] = (2, () => Conv1d(4, 6, 3, groups: 2).parameters()),
        ["conv2d"] = (3, () => Conv2d(3, 6, (3, 5)).parameters()),
        ["embedding"] = (4, () => Embedding(5, 3, padding_idx: 1).parameters()),
        ["kaiming_uniform"] = (5, () => [init.kaiming_uniform_(empty(4, 6), nonlinearity: init.NonlinearityType.ReLU)]),
        ["kaiming_normal"] = (6, () => [init.kaiming_normal_(empty(4, 6, 3), mode: init.FanInOut.FanOut)]),
        ["xavier_uniform"] = (
            7,
            () => [init.xavier_uniform_(empty(4, 6), init.calculate_gain(init.NonlinearityType.Tanh))]
        ),
        ["xavier_normal"] = (8, () => [init.xavier_normal_(empty(4, 6))]),
        ["orthogonal"] = (9, () => [init.orthogonal_(empty(3, 2, 2), 2.0)]),
    };

    public static TheoryData<string> Layers() => [.. s_layers.Keys];

    public static TheoryData<string> Initialisations() => [.. s_initialisations.Keys];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_computes_what_PyTorch_computes(string name)
    {
        using var scope = NewDisposeScope();
        AssertClose(Numbers("layers", name), Elements(s_layers[name]()), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Initialisations))]
    public void The_same_seed_gives_the_weights_that_PyTorch_draws(string name)
    {
        using var scope = NewDisposeScope();
        var (seed, make) = s_initialisations[name];
        manual_seed(seed);
        var actual = make().SelectMany(tensor => Elements(tensor).Take(3)).ToArray();
        AssertClose(Numbers("initialisation", name), actual, 1e-6);
    }

    [Fact]
    public void Dropout_drops_in_training_and_not_in_evaluation()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var layer = Dropout(0.25);
        var trained = Elements(layer.call(ones(4000)));
        Assert.All(trained, value => Assert.True(value == 0 || Math.Abs(value - 4.0 / 3.0) < 1e-6));
        Assert.InRange(trained.Count(value => value == 0), 850, 1150);
        layer.eval();
        Assert.All(Elements(layer.call(ones(100))), value => Assert.Equal(1.0, value));
    }

    [Fact]
    public void Batch_norm_averages_all_batches_when_it_has_no_momentum()
    {
        using var scope = NewDisposeScope();
        var layer = BatchNorm1d(1);
        layer.momentum = null;
        layer.call(tensor([1f, 3f]).reshape(2, 1));
        layer.call(tensor([5f, 7f]).reshape(2, 1));
        layer.call(tensor([9f, 11f]).reshape(2, 1));
        Assert.Equal([6.0], Elements(layer.running_mean!).Select(value => Math.Round(value, 5)));
        Assert.Equal(3, layer.num_batches_tracked!.item<long>());
        layer.reset_running_stats();
        Assert.Equal([0.0], Elements(layer.running_mean!));
    }

    [Fact]
    public void The_padding_row_of_an_embedding_starts_at_zero_and_gets_no_gradient()
    {
        using var scope = NewDisposeScope();
        var layer = Embedding(4, 2, padding_idx: -1);
        layer.call(tensor([0L, 3L, 3L])).sum().backward();
        Assert.Equal([0.0, 0.0], Elements(layer.weight[3]));
        Assert.Equal([1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], Elements(layer.weight.grad!));
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_named_before_libtorch_sees_it()
    {
        using var scope = NewDisposeScope();
        Assert.Contains(
            "[N, C, H, W]",
            Assert.Throws<ArgumentException>(() => BatchNorm2d(2).call(ones(2, 2))).Message
        );
        Assert.Contains(
            "Conv2d expects 3 or 4",
            Assert.Throws<ArgumentException>(() => Conv2d(1, 1, 1).call(ones(2, 2))).Message
        );
        Assert.Throws<ArgumentException>(() => Conv2d(3, 4, 1, groups: 2));
        Assert.Throws<ArgumentException>(() => Conv2d(3, 4, 3, Padding.Same, stride: 2));
    }

    [Fact]
    public void Sequential_frees_what_lies_between_its_modules_and_leaves_its_input()
    {
        using var input = Wave([2, 3], 0.3, 1.0);
        using var model = Sequential(Linear(3, 3), Identity(), ReLU(inplace: true), Linear(3, 2));
        using var mode = no_grad();
        var before = LiveTensors();
        var output = model.call(input);
        Assert.Equal(before + 1, Tensor.TotalCount);
        Assert.Equal([2L, 2L], output.shape);
        output.Dispose();
        Assert.Equal(6, Elements(input).Length);

        using var empty = Sequential();
        using var same = empty.call(input);
        Assert.NotSame(input, same);
        Assert.Equal(Elements(input), Elements(same));
    }

    [Fact]
    public void Gradients_are_clipped_to_their_joint_norm()
    {
        using var scope = NewDisposeScope();
        var parameters = new[] { WithGradient(3f, 0f), WithGradient(0f, 4f) };
        Assert.Equal(5.0, utils.clip_grad_norm_(parameters, 10), 1e-6);
        Assert.Equal([3.0, 0.0], Elements(parameters[0].grad!));
        Assert.Equal(5.0, utils.clip_grad_norm_(parameters, 1), 1e-6);
        Assert.Equal([0.6, 0.0], Elements(parameters[0].grad!).Select(value => Math.Round(value, 5)));
        Assert.Equal(0.8, utils.clip_grad_norm_(parameters, 1, double.PositiveInfinity), 1e-5);
        utils.clip_grad_value_(parameters, 0.5);
        Assert.Equal([0.0, 0.5], Elements(parameters[1].grad!));

        static Parameter WithGradient(params float[] gradient) => new(zeros(2)) { grad = tensor(gradient) };
    }

    [Fact]
    public void Parameters_go_to_a_vector_and_back()
    {
        using var scope = NewDisposeScope();
        var model = Filled(Linear(3, 2));
        var vector = utils.parameters_to_vector(model.parameters());
        Assert.Equal(model.parameters().SelectMany(Elements), Elements(vector));
        utils.vector_to_parameters(vector.detach().mul(2.0), model.parameters());
        Assert.Equal(Elements(vector).Select(value => 2 * value), model.parameters().SelectMany(Elements));
    }

    private static Tensor Image() => Wave([2, 2, 5, 6], 0.31, 1.0);

    private static Tensor Signal() => Wave([2, 4, 9], 0.29, 1.0);

    private static Tensor Scores() => Wave([4, 3], 0.41, 2.0);

    private static Tensor Classes() => tensor([2L, 0L, 1L, 2L]);

    private static Tensor ClassWeights() => tensor([0.5f, 1.0f, 2.0f]);

    private static Tensor Evens() => arange(12).remainder(2L).to_type(ScalarType.Float32).reshape(4, 3);

    private static Tensor Indices() => tensor([3L, 0L, 1L, 1L]).reshape(2, 2);
}
