using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharpSubset.Tests;

/// <summary>Gradients against central differences in double precision.</summary>
public class AutogradGradientTests
{
    private const double Step = 1e-6;
    private const double Tolerance = 1e-5;

    private static readonly Tensor s_classes = tensor(new long[] { 0, 2, 1 }).DetachFromDisposeScope();
    private static readonly Tensor s_mask = tensor(
            new[,]
            {
                { true, false, true, false },
                { false, true, true, false },
                { true, true, false, true },
            }
        )
        .DetachFromDisposeScope();

    /// <summary>Functions of a 3x4 and a 4x3 matrix without kinks near the inputs, which lie in (0.2, 0.9).</summary>
    public static TheoryData<string, Func<Tensor, Tensor, Tensor>> Differentiable() =>
        new()
        {
            { "add", (x, y) => x + y.t() },
            { "add alpha", (x, y) => x.add(y.t(), 0.3) },
            { "sub", (x, y) => x - 2 * y.t() },
            { "mul", (x, y) => x * y.t() },
            { "div", (x, y) => x / y.t() },
            { "scalar minus", (x, _) => 1 - x },
            { "scalar over", (x, _) => 1.0 / x },
            { "pow", (x, _) => x.pow(2.5) },
            { "pow tensor", (x, y) => x.pow(y.t()) },
            { "square", (x, _) => x.square() },
            { "neg", (x, _) => -x },
            { "abs", (x, _) => x.abs() },
            { "sqrt", (x, _) => x.sqrt() },
            { "rsqrt", (x, _) => x.rsqrt() },
            { "exp", (x, _) => x.exp() },
            { "log", (x, _) => x.log() },
            { "log1p", (x, _) => x.log1p() },
            { "sigmoid", (x, _) => x.sigmoid() },
            { "tanh", (x, _) => x.tanh() },
            { "sin", (x, _) => x.sin() },
            { "erf", (x, _) => x.erf() },
            { "relu", (x, _) => x.relu() },
            { "leaky_relu", (x, _) => F.leaky_relu(-x, 0.1) },
            { "elu", (x, _) => F.elu(-x, 1) },
            { "silu", (x, _) => x.silu() },
            { "gelu", (x, _) => x.gelu() },
            { "softplus", (x, _) => x.softplus() },
            { "hardtanh", (x, _) => F.hardtanh(x) },
            { "clamp", (x, _) => x.clamp(0.1, 0.95) },
            { "maximum", (x, y) => x.maximum(y.t()) },
            { "addcmul", (x, y) => x.addcmul(x, y.t(), 0.5) },
            { "addcdiv", (x, y) => x.addcdiv(x, y.t(), 0.5) },
            { "lerp", (x, y) => x.lerp(y.t(), full_like(x, 0.3)) },
            { "where", (x, y) => torch.where(s_mask, x, y.t()) },
            { "masked_fill", (x, _) => x.masked_fill(s_mask, 3) },
            { "masked_select", (x, _) => x.masked_select(s_mask) },
            { "mm", (x, y) => x.mm(y) },
            { "matmul", (x, y) => x.matmul(y) },
            { "bmm", (x, y) => x.unsqueeze(0).bmm(y.unsqueeze(0)) },
            { "mv", (x, y) => x.mv(y[TensorIndex.Colon, 0]) },
            { "dot", (x, y) => x.flatten().dot(y.flatten()) },
            { "outer", (x, y) => x[0].outer(y[0]) },
            { "addmm", (x, y) => eye(3, dtype: float64).addmm(x, y, 0.5f, 2) },
            { "einsum", (x, y) => einsum("ij,jk->ik", x, y) },
            { "sum", (x, _) => x.sum(dim: 0) },
            { "mean", (x, _) => x.mean([1], keepdim: true) },
            { "var", (x, _) => x.var(1) },
            { "std", (x, _) => x.std(1) },
            { "prod", (x, _) => x.prod(1) },
            { "norm", (x, _) => x.norm() },
            { "norm of rows", (x, _) => x.norm(1, p: 3) },
            { "vector_norm", (x, _) => linalg.vector_norm(x, 3) },
            { "logsumexp", (x, _) => x.logsumexp(1) },
            { "cumsum", (x, _) => x.cumsum(1) },
            { "amax", (x, _) => x.amax(1) },
            { "max", (x, _) => x.max(1).values },
            { "topk", (x, _) => x.topk(2).values },
            { "sort", (x, _) => x.sort().Values },
            { "kthvalue", (x, _) => x.kthvalue(2, 1).Item1 },
            { "permute", (x, _) => x.permute(1, 0) },
            { "reshape", (x, _) => x.reshape(2, 6) },
            { "expand", (x, _) => x.unsqueeze(0).expand(2, 3, 4) },
            { "repeat", (x, _) => x.repeat(2, 1) },
            { "cat", (x, y) => cat([x, y.t()]) },
            { "stack", (x, y) => stack([x, y.t()]) },
            { "split", (x, _) => x.split(3, dim: 1)[0] },
            { "narrow", (x, _) => x.narrow(1, 1, 2) },
            { "select", (x, _) => x.select(1, 2) },
            { "slice", (x, _) => x[1.., TensorIndex.Slice(step: 2)] },
            { "index_select", (x, _) => x.index_select(0, s_classes) },
            { "gather", (x, _) => x.gather(1, s_classes.unsqueeze(1)) },
            { "index tensor", (x, _) => x[s_classes] },
            { "index_copy", (x, y) => x.index_copy(0, s_classes, y.t()) },
            { "tril", (x, _) => x.tril() },
            { "flip", (x, _) => x.flip(1) },
            { "softmax", (x, _) => x.softmax(1) },
            { "log_softmax", (x, _) => x.log_softmax(1) },
            { "linear", (x, y) => F.linear(x, y.t(), y[0]) },
            { "layer_norm", (x, y) => F.layer_norm(x, [4], y[TensorIndex.Colon, 0]) },
            { "batch_norm", (x, _) => F.batch_norm(x, null, null, training: true) },
            { "group_norm", (x, _) => F.group_norm(x, 2) },
            { "normalize", (x, _) => F.normalize(x) },
            { "conv1d", (x, y) => F.conv1d(x.unsqueeze(0), y.t().reshape(2, 3, 2), stride: 2, padding: 1) },
            { "conv2d", (x, y) => F.conv2d(x.reshape(1, 1, 3, 4), y.reshape(3, 1, 2, 2), padding: [1, 1]) },
            { "conv3d", (x, y) => F.conv3d(x.reshape(1, 1, 3, 2, 2), y.reshape(3, 1, 1, 2, 2)) },
            { "max_pool2d", (x, _) => F.max_pool2d(x.reshape(1, 1, 3, 4), 2) },
            { "avg_pool2d", (x, _) => F.avg_pool2d(x.reshape(1, 1, 3, 4), 2, stride: 1) },
            { "adaptive_avg_pool2d", (x, _) => F.adaptive_avg_pool2d(x.reshape(1, 1, 3, 4), 2) },
            { "embedding", (x, _) => F.embedding(x, s_classes) },
            { "pad", (x, _) => F.pad(x, [1, 2], value: 3) },
            { "cross_entropy", (x, _) => F.cross_entropy(x, s_classes, label_smoothing: 0.1) },
            { "nll_loss", (x, _) => F.nll_loss(x.log_softmax(1), s_classes, reduction: nn.Reduction.Sum) },
            { "mse_loss", (x, y) => F.mse_loss(x, y.t()) },
            { "smooth_l1_loss", (x, y) => F.smooth_l1_loss(x, y.t()) },
            { "binary_cross_entropy", (x, y) => F.binary_cross_entropy(x, full_like(x, 0.3).detach()) },
            {
                "binary_cross_entropy_with_logits",
                (x, y) => F.binary_cross_entropy_with_logits(x, full_like(x, 0.3).detach())
            },
            { "kl_div", (x, y) => F.kl_div(x.log_softmax(1), y.t().log_softmax(1)) },
            { "solve", (x, y) => linalg.solve(x.mm(y) + 2 * eye(3, dtype: float64), y.t()) },
            { "inv", (x, y) => linalg.inv(x.mm(y) + 2 * eye(3, dtype: float64)) },
            { "cholesky", (x, _) => linalg.cholesky(x.mm(x.t()) + eye(3, dtype: float64)) },
            { "svdvals", (x, _) => linalg.svdvals(x) },
            { "add_", (x, y) => x.clone().add_(y.t(), 0.5).mul_(y.t()).div_(y.t() + 1) },
            { "copy_", (x, y) => empty_like(x).copy_(x * y.t()) },
        };

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Backward_gives_the_central_difference(string name, Func<Tensor, Tensor, Tensor> function)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor x, Tensor y) = Inputs();
        Tensor probe = Probe(function(x, y));
        (function(x, y) * probe).sum().backward();

        foreach (Tensor input in (Tensor[])[x, y])
        {
            double[] expected = Differences(input, () => (function(x, y) * probe).sum().item<double>());
            double[] actual = input.grad is { } gradient
                ? gradient.data<double>().ToArray()
                : new double[expected.Length];
            AssertClose(name, expected, actual);
        }
    }

    public static TheoryData<string, Func<Tensor, Tensor, Tensor>> TwiceDifferentiable()
    {
        string[] names =
        [
            "mul",
            "div",
            "pow",
            "exp",
            "log",
            "sigmoid",
            "tanh",
            "silu",
            "gelu",
            "mm",
            "linear",
            "softmax",
            "log_softmax",
            "layer_norm",
            "batch_norm",
            "conv2d",
            "avg_pool2d",
            "cross_entropy",
            "mse_loss",
            "norm",
            "var",
            "solve",
            "inv",
        ];
        var data = new TheoryData<string, Func<Tensor, Tensor, Tensor>>();
        foreach (object[] row in Differentiable().Where(row => names.Contains((string)row[0])))
        {
            data.Add((string)row[0], (Func<Tensor, Tensor, Tensor>)row[1]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(TwiceDifferentiable))]
    public void Grad_of_a_gradient_gives_the_central_difference_of_the_gradient(
        string name,
        Func<Tensor, Tensor, Tensor> function
    )
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor x, Tensor y) = Inputs();
        Tensor probe = Probe(function(x, y));
        Tensor direction = randn(3, 4, dtype: float64);

        Tensor Slope()
        {
            // The square makes a linear function's second derivative more than zero.
            Tensor output = (function(x.square(), y) * probe).sum();
            Tensor gradient = autograd.grad([output], [x], retain_graph: true, create_graph: true)[0];
            return (gradient * direction).sum();
        }

        Tensor product = autograd.grad([Slope()], [x])[0];
        double[] expected = Differences(x, () => Slope().item<double>(), gradMode: true);
        AssertClose(name, expected, product.data<double>().ToArray());
    }

    private static (Tensor X, Tensor Y) Inputs()
    {
        manual_seed(3);
        Tensor x = (0.2 + 0.7 * rand(3, 4, dtype: float64)).requires_grad_();
        Tensor y = (0.2 + 0.7 * rand(4, 3, dtype: float64)).detach().requires_grad_();
        return (x, y);
    }

    /// <summary>Random weights for the elements of a result, so that no error can cancel in their sum.</summary>
    private static Tensor Probe(Tensor result) => randn_like(result).detach();

    private static double[] Differences(Tensor input, Func<double> function, bool gradMode = false)
    {
        using IDisposable mode = set_grad_enabled(gradMode);
        var differences = new double[input.NumberOfElements];
        for (int i = 0; i < differences.Length; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            double original = input.data<double>()[i];
            input.data<double>()[i] = original + Step;
            double above = function();
            input.data<double>()[i] = original - Step;
            double below = function();
            input.data<double>()[i] = original;
            differences[i] = (above - below) / (2 * Step);
        }

        return differences;
    }

    private static void AssertClose(string name, double[] expected, double[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= Tolerance * (1 + Math.Abs(expected[i])),
                $"{name}: element {i} is {actual[i]:R}, its central difference {expected[i]:R}"
            );
        }
    }
}
