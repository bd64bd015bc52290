using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharpSubset.Tests;

public class ScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        Tensor outside = ones(1);
        Tensor inside;
        using (DisposeScope scope = NewDisposeScope())
        {
            inside = outside + 1;
            Assert.Same(scope, CurrentDisposeScope);
            Assert.True(scope.Contains(inside));
            Assert.Equal(1, scope.DisposablesCount);
        }

        Assert.Null(CurrentDisposeScope);
        Assert.True(inside.IsInvalid);
        Assert.False(outside.IsInvalid);
        outside.Dispose();
    }

    [Fact]
    public void Tensors_move_out_of_their_scope_or_leave_it()
    {
        Tensor moved,
            detached,
            left;
        using (DisposeScope outer = NewDisposeScope())
        {
            using (DisposeScope inner = NewDisposeScope())
            {
                left = ones(1);
                moved = ones(1).MoveToOuterDisposeScope();
                detached = ones(1).DetachFromDisposeScope();
                (Tensor first, Tensor second) = inner.MoveToOuter(ones(1), ones(1));
                Assert.True(outer.Contains(first) && outer.Contains(second) && outer.Contains(moved));
            }

            Assert.True(left.IsInvalid);
            Assert.False(moved.IsInvalid);
            Assert.Equal(3, outer.DisposablesCount);
        }

        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void A_tensor_disposed_early_leaves_its_scope_and_the_others_stay()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] tensors = [.. Enumerable.Range(0, 200).Select(i => tensor(i))];
        foreach (Tensor even in tensors.Where((_, i) => i % 2 == 0))
        {
            even.Dispose();
        }

        Assert.Equal(100, scope.DisposablesCount);
        Assert.All(tensors.Where((_, i) => i % 2 == 1), odd => Assert.True(scope.Contains(odd)));
        scope.DisposeEverythingBut(tensors[1], tensors[3]);
        Assert.Equal(2, scope.DisposablesCount);
        Assert.Equal(3, tensors[3].item<int>());
    }

    [Fact]
    public void A_scope_takes_other_disposables_as_well()
    {
        var stream = new MemoryStream();
        using (DisposeScope scope = NewDisposeScope())
        {
            scope.Attach(stream);
            scope.Attach(stream);
            Assert.Equal(1, scope.DisposablesCount);
        }

        Assert.False(stream.CanRead);
    }

    [Fact]
    public void A_wrapped_expression_keeps_its_result_alone()
    {
        long before = Tensor.TotalCount;
        using Tensor result = WrappedTensorDisposeScope(() => ones(3).exp().sum());
        Assert.Equal(before + 1, Tensor.TotalCount);
        Assert.Equal(3 * MathF.E, result.item<float>(), 1e-5);
    }

    [Fact]
    public void Scopes_of_other_threads_are_apart()
    {
        using DisposeScope scope = NewDisposeScope();
        var thread = new Thread(() =>
        {
            Assert.Null(CurrentDisposeScope);
            using DisposeScope own = NewDisposeScope();
            ones(1);
            Assert.Equal(1, own.DisposablesCount);
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Views_keep_the_memory_that_they_share()
    {
        Tensor view;
        using (DisposeScope scope = NewDisposeScope())
        {
            Tensor whole = arange(0, 6, float32).reshape(2, 3);
            view = scope.MoveToOuter(whole[1]);
        }

        Assert.Equal([3f, 4f, 5f], view.data<float>().ToArray());
        view.Dispose();
    }
}
