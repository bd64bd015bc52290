using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharpSubset.Tests;

/// <summary>Every error of libtorch becomes an exception with its text, and the process goes on.</summary>
public class ErrorTests
{
    [Fact]
    public void A_product_of_mismatched_shapes_names_both()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, 3);
        foreach (Func<Tensor> product in (Func<Tensor>[])[() => x.matmul(x), () => x.mm(x)])
        {
            var error = Assert.Throws<ExternalException>(product);
            Assert.Contains("2x3 and 2x3", error.Message);
        }

        Assert.Equal(6, x.sum().item<float>());
    }

    [Fact]
    public void A_second_backward_through_a_freed_graph_says_so()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);
        Tensor loss = x.exp().sum();
        loss.backward();
        Assert.Contains("second time", Assert.Throws<ExternalException>(loss.backward).Message);
        Tensor again = x.exp().sum();
        autograd.grad([again], [x]);
        Assert.Contains("second time", Assert.Throws<ExternalException>(() => autograd.grad([again], [x])).Message);
    }

    [Fact]
    public void Errors_of_every_kind_of_call_are_exceptions()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, 3);
        Action[] mistakes =
        [
            () => x.select(0, 5),
            () => x.reshape(4, 4),
            () => x.index_select(0, tensor(new long[] { 9 })),
            () => cat([x, ones(5)]),
            () => nn.functional.linear(x, ones(4, 4)),
            () => x.topk(10),
            () => x.add_(ones(7)),
            () => x.backward(),
            () => x.to(int64).requires_grad_(),
            () => linalg.cholesky(-eye(3)),
            () => linalg.inv(zeros(2, 2)),
            () => ones(2).item<float>(),
            () => x.t().contiguous().@int().mean(),
            () => _ = new Operator("to_sparse").Call(x).bytes.Length,
            () => new Operator("no_such_operator").Call(x),
            () => new Operator("abs").Call(x, x),
            () => new Operator("topk").Call(x, x),
        ];
        for (int i = 0; i < mistakes.Length; i++)
        {
            Exception? error = Record.Exception(mistakes[i]);
            Assert.True(error is ExternalException or InvalidOperationException, $"mistake {i}: {error}");
            Assert.NotEmpty(error.Message);
        }

        Assert.Equal(6, x.sum().item<float>());
    }

    [Fact]
    public void A_disposed_tensor_says_that_it_is_one()
    {
        Tensor x = ones(1);
        x.Dispose();
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => x.abs());
        Assert.Throws<ObjectDisposedException>(() => x.dtype);
        Assert.Equal("[disposed]", x.ToString());
    }

    [Fact]
    public void Values_are_read_with_the_type_and_the_count_that_they_have()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Contains("Float32", Assert.Throws<ArgumentException>(() => ones(1).item<double>()).Message);
        Assert.Throws<ArgumentException>(() => ones(1).data<long>());
        Assert.Throws<NotSupportedException>(() => ones(2, 2).t().bytes.Length);
        Assert.Throws<ArgumentException>(() => tensor(new float[5], 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => frombuffer(new float[2], float32, count: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ones(3).data<float>()[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => ones(3).size(1));
    }

    [Fact]
    public void A_missing_shim_is_one_line_that_says_what_to_do()
    {
        string path = Path.Combine(Path.GetTempPath(), "nowhere", "libtorch_subset.so");
        var error = Assert.Throws<DllNotFoundException>(() => ShimLoader.Load(path));
        Assert.Contains("`./build.sh setup`", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_shim_that_does_not_load_is_one_line_that_says_what_to_do()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "not a library");
        var error = Assert.Throws<DllNotFoundException>(() => ShimLoader.Load(path));
        File.Delete(path);
        Assert.Contains("file too short", error.Message);
        Assert.Contains("`./build.sh setup`", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }
}
