using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharpSubset.Tests;

/// <summary>The functions that layers and losses are made of, against their formulas.</summary>
public class TensorFunctionalTests
{
    private static void AssertEqual(Tensor expected, Tensor actual) =>
        Assert.True(
            actual.allclose(expected, rtol: 1e-4, atol: 1e-5),
            $"expected {Text(expected)}, got {Text(actual)}"
        );

    private static string Text(Tensor tensor) =>
        $"{tensor} {string.Join(", ", tensor.@double().data<double>().ToArray())}";

    private static Tensor Random(params long[] shape)
    {
        manual_seed(5);
        return randn(shape);
    }

    [Fact]
    public void Linear_adds_its_bias_to_the_product()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(2, 3);
        Tensor w = Random(4, 3);
        Tensor b = Random(4);
        AssertEqual(x.mm(w.t()) + b, F.linear(x, w, b));
        AssertEqual(x.mm(w.t()), F.linear(x, w));
    }

    [Fact]
    public void Convolution_sums_over_channels_and_window()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(2, 4, 5, 5);
        Tensor w = Random(6, 2, 3, 3);
        Tensor b = Random(6);
        Tensor y = F.conv2d(x, w, b, strides: [2, 2], padding: [1, 1], groups: 2);
        Assert.Equal([2L, 6L, 3L, 3L], y.shape);
        Tensor padded = F.pad(x, [1, 1, 1, 1]);
        // Channel 4 belongs to the second group, whose inputs are channels 2 and 3.
        Tensor window = padded[1, 2..4, 2..5, 4..7];
        AssertEqual((window * w[4]).sum() + b[4], y[1, 4, 1, 2]);
    }

    [Fact]
    public void Pooling_takes_the_largest_or_the_mean_of_a_window()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(0, 16, float32).reshape(1, 1, 4, 4);
        AssertEqual(tensor(new float[] { 5, 7, 13, 15 }, [1, 1, 2, 2]), F.max_pool2d(x, 2));
        AssertEqual(tensor(new[] { 2.5f, 4.5f, 10.5f, 12.5f }, [1, 1, 2, 2]), F.avg_pool2d(x, 2));
        Assert.Equal([1L, 1L, 2L, 3L], F.max_pool2d(x, (2, 2), stride: (2, 1)).shape);
        Assert.Equal([1L, 1L, 3L, 3L], F.max_pool2d(x, 2, padding: 1).shape);
        AssertEqual(x.mean([2, 3], keepdim: true), F.adaptive_avg_pool2d(x, 1));
        AssertEqual(tensor(new float[] { 1, 3 }, [1, 1, 2]), F.max_pool1d(arange(0, 4, float32).reshape(1, 1, 4), 2));
    }

    [Fact]
    public void Batch_norm_uses_the_batch_in_training_and_its_running_statistics_otherwise()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(8, 3) * 2 + 1;
        Tensor mean = zeros(3);
        Tensor variance = ones(3);
        Tensor weight = tensor(new float[] { 1, 2, 3 });
        Tensor bias = tensor(new float[] { -1, 0, 1 });
        Tensor y = F.batch_norm(x, mean, variance, weight, bias, training: true, momentum: 0.25, eps: 0);
        AssertEqual((x - x.mean([0])) / x.std([0], unbiased: false) * weight + bias, y);
        AssertEqual(0.25 * x.mean([0]), mean);
        AssertEqual(0.75 + 0.25 * x.var([0]), variance);
        AssertEqual(
            (x - mean) / (variance + 0.5).sqrt() * weight + bias,
            F.batch_norm(x, mean, variance, weight, bias, eps: 0.5)
        );
    }

    [Fact]
    public void Layer_norm_and_group_norm_normalise_within_a_sample()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(2, 4);
        Tensor normal = (x - x.mean([1], keepdim: true)) / x.std([1], unbiased: false, keepdim: true);
        Tensor weight = Random(4);
        AssertEqual(normal * weight + 1, F.layer_norm(x, [4], weight, ones(4), eps: 0));
        AssertEqual(normal, F.group_norm(x, 1, eps: 0));
        AssertEqual(x / x.square().sum([1], keepdim: true).sqrt(), F.normalize(x));
    }

    [Fact]
    public void Dropout_zeroes_and_rescales_in_training_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Tensor x = ones(10_000);
        Tensor dropped = F.dropout(x, 0.25);
        Assert.InRange(dropped.eq(0).count_nonzero().item<long>(), 2300, 2700);
        AssertEqual(tensor(4f / 3), dropped.max());
        Assert.True(x.Equals(F.dropout(x, 0.25, training: false)));
        Assert.Same(x, F.dropout(x, 0.25, inplace: true));
        Tensor channels = F.dropout2d(ones(1, 100, 2, 2), 0.5);
        Assert.Equal(0, channels.sum([2, 3]).remainder(8).count_nonzero().item<long>());
    }

    [Fact]
    public void Cross_entropy_is_the_mean_negative_log_probability()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = Random(3, 4);
        Tensor target = tensor(new long[] { 1, 3, 0 });
        Tensor losses = -logits.log_softmax(1).gather(1, target.unsqueeze(1)).squeeze(1);
        AssertEqual(losses.mean(), F.cross_entropy(logits, target));
        AssertEqual(losses, F.cross_entropy(logits, target, reduction: nn.Reduction.None));
        AssertEqual(losses.sum(), F.nll_loss(logits.log_softmax(1), target, reduction: nn.Reduction.Sum));
        AssertEqual(losses[..2].mean(), F.cross_entropy(logits, target, ignore_index: 0));
        Tensor weight = tensor(new float[] { 1, 2, 3, 4 });
        Tensor own = weight.index_select(0, target);
        AssertEqual((losses * own).sum() / own.sum(), F.cross_entropy(logits, target, weight));
        AssertEqual(
            0.8 * losses.mean() - 0.2 * logits.log_softmax(1).mean(),
            F.cross_entropy(logits, target, label_smoothing: 0.2)
        );
    }

    [Fact]
    public void Other_losses_follow_their_definitions()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(3, 4);
        Tensor y = x.flip(0);
        Tensor p = x.sigmoid();
        Tensor t = y.sigmoid();
        AssertEqual((x - y).square().mean(), F.mse_loss(x, y));
        AssertEqual((x - y).abs().sum(), F.l1_loss(x, y, nn.Reduction.Sum));
        AssertEqual(-(t * p.log() + (1 - t) * (1 - p).log()).mean(), F.binary_cross_entropy(p, t));
        AssertEqual(F.binary_cross_entropy(p, t), F.binary_cross_entropy_with_logits(x, t));
        AssertEqual(
            -(3 * t * p.log() + (1 - t) * (1 - p).log()).mean(),
            F.binary_cross_entropy_with_logits(x, t, pos_weights: full(4, 3))
        );
        Tensor small = (x - y).abs();
        AssertEqual(
            torch.where(small < (Scalar)0.5, small.square(), small - 0.25).mean(),
            F.smooth_l1_loss(x, y, beta: 0.5)
        );
        AssertEqual(
            torch.where(small < (Scalar)0.5, 0.5 * small.square(), 0.5 * (small - 0.25)).mean(),
            F.huber_loss(x, y, 0.5)
        );
        Tensor q = x.log_softmax(1);
        Tensor r = y.log_softmax(1);
        AssertEqual((r.exp() * (r - q)).sum(), F.kl_div(q, r, reduction: nn.Reduction.Sum));
        AssertEqual((r.exp() * (r - q)).sum(), F.kl_div(q, r.exp(), log_target: false, nn.Reduction.Sum));
    }

    [Fact]
    public void Embedding_and_one_hot_look_up_rows()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = Random(5, 3);
        Tensor indices = tensor(new long[] { 4, 0, 4 });
        AssertEqual(weight.index_select(0, indices), F.embedding(weight, indices));
        AssertEqual(eye(5).index_select(0, indices), F.one_hot(indices, 5).@float());
    }

    [Fact]
    public void Activations_in_place_agree_with_those_that_copy()
    {
        Func<Tensor, bool, Tensor>[] activations =
        [
            (x, inplace) => F.relu(x, inplace),
            (x, inplace) => F.relu6(x, inplace),
            (x, inplace) => F.leaky_relu(x, 0.2, inplace),
            (x, inplace) => F.elu(x, 0.7, inplace),
            (x, inplace) => F.silu(x, inplace),
            (x, inplace) => F.mish(x, inplace),
            (x, inplace) => F.gelu(x, inplace),
            (x, inplace) => F.tanh(x, inplace),
            (x, inplace) => F.sigmoid(x, inplace),
            (x, inplace) => F.hardsigmoid(x, inplace),
            (x, inplace) => F.hardswish(x, inplace),
            (x, inplace) => F.hardtanh(x, -0.5, 0.5, inplace),
        ];
        using DisposeScope scope = NewDisposeScope();
        foreach (Func<Tensor, bool, Tensor> activation in activations)
        {
            Tensor x = Random(20);
            Tensor copied = activation(x, false);
            Assert.False(x.Equals(copied));
            Assert.Same(x, activation(x, true));
            AssertEqual(copied, x);
        }
    }
}
