using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharpSubset.Tests;

public class AutogradTests
{
    private static float[] Floats(Tensor tensor) => tensor.data<float>().ToArray();

    [Fact]
    public void Gradients_accumulate_until_they_are_cleared()
    {
        using DisposeScope scope = NewDisposeScope();
        var weight = new Parameter(ones(2));
        (3 * weight).sum().backward();
        (4 * weight).sum().backward();
        Assert.Equal([7f, 7f], Floats(weight.grad!));
        weight.grad = null;
        Assert.Null(weight.grad);
        weight.grad = full(2, 5);
        Assert.Equal([5f, 5f], Floats(weight.grad!));
    }

    [Fact]
    public void A_parameter_takes_the_tensor_over()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor data = ones(2);
        nint handle = data.Handle;
        var parameter = new Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.Equal(handle, parameter.Handle);
        Assert.True(parameter is { requires_grad: true, is_leaf: true });
        Assert.False(new Parameter(ones(1), requires_grad: false).requires_grad);
    }

    [Fact]
    public void Modes_switch_recording_off_and_back()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(1, requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }

            Assert.False(is_grad_enabled());
        }

        Assert.True((x * 2).requires_grad);
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }

        Assert.False(is_inference_mode_enabled());
        using (set_grad_enabled(false))
        {
            Assert.False((x * 2).requires_grad);
        }
    }

    [Fact]
    public void Grad_gives_one_gradient_per_input_and_null_for_an_unused_one()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = full(2, 3).requires_grad_();
        Tensor y = full(2, 4).requires_grad_();
        Tensor unused = ones(1, requires_grad: true);
        IList<Tensor> gradients = autograd.grad(
            [x * y],
            [x, y, unused],
            [tensor(new[] { 1f, 10f })],
            allow_unused: true
        );
        Assert.Equal([4f, 40f], Floats(gradients[0]));
        Assert.Equal([3f, 30f], Floats(gradients[1]));
        Assert.Null(gradients[2]);
        Assert.Null(x.grad);
    }

    [Fact]
    public void Backward_can_keep_the_graph_and_choose_its_inputs()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(1, requires_grad: true);
        Tensor y = ones(1, requires_grad: true);
        Tensor product = x * y;
        product.backward(retain_graph: true);
        product.backward(inputs: [x]);
        Assert.Equal(2, x.grad!.item<float>());
        Assert.Equal(1, y.grad!.item<float>());
    }

    [Fact]
    public void Reading_a_gradient_twice_gives_the_same_object()
    {
        var weight = new Parameter(ones(2));
        weight.sum().backward();
        Tensor? first = weight.grad;
        Assert.Same(first, weight.grad);
        using (NewDisposeScope())
        {
            Assert.Same(first, weight.grad);
        }

        Assert.False(first!.IsInvalid);
        weight.Dispose();
        first.Dispose();
    }

    [Fact]
    public void A_stable_gradient_is_read_without_allocating_from_scope_to_scope()
    {
        using var weight = new Parameter(ones(2));
        weight.sum().backward();
        weight.grad!.fill_(1);
        long allocated = 0;
        for (int i = 0; i < 20; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            long before = GC.GetAllocatedBytesForCurrentThread();
            weight.grad!.mul_(weight);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_gradient_read_in_a_scope_is_freed_when_it_is_replaced()
    {
        using var weight = new Parameter(ones(2));
        Tensor old;
        using (NewDisposeScope())
        {
            weight.sum().backward();
            old = weight.grad!;
        }

        weight.grad = null;
        Assert.True(old.IsInvalid);
    }

    [Fact]
    public void A_gradient_replaced_within_its_scope_lives_until_the_scope_ends()
    {
        using var weight = new Parameter(ones(2));
        Tensor old;
        using (NewDisposeScope())
        {
            weight.sum().backward();
            old = weight.grad!;
            weight.grad = null;
            Assert.Equal([1f, 1f], Floats(old));
        }

        Assert.True(old.IsInvalid);
    }

    [Fact]
    public void A_gradient_detached_from_its_scope_survives_being_replaced()
    {
        using var weight = new Parameter(ones(2));
        Tensor kept;
        using (NewDisposeScope())
        {
            weight.sum().backward();
            kept = weight.grad!.DetachFromDisposeScope();
        }

        weight.grad = null;
        Assert.Equal([1f, 1f], Floats(kept));
        kept.Dispose();
    }
}
