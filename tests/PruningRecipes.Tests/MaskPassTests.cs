namespace PruningRecipes.Tests;

public class MaskPassTests
{
    [Fact]
    public void Each_layer_is_masked_and_says_whether_anything_was_moved()
    {
        using var first = new BitMask(100);
        using var second = new BitMask(3);
        first.Prune(99);
        second.Prune(0);
        using var moved = new NativeArray(Enumerable.Repeat(1f, 100).ToArray());
        using var momentum = new NativeArray(Enumerable.Repeat(2.0, 100).ToArray());
        using var still = new NativeArray(0f, 5f, 6f);
        var pass = new MaskPass();
        for (int round = 0; round < 2; round++)
        {
            pass.Clear();
            pass.Add(first, [moved.View, momentum.View]);
            pass.Add(second, []);
            pass.Add(second, [still.View]);
            pass.Run();
            Assert.Equal([round == 0, false, false], [pass.Found(0), pass.Found(1), pass.Found(2)]);
            Assert.Equal(0, moved.View[99]);
            Assert.Equal(0, momentum.View[99]);
            Assert.Equal(1, moved.View[98]);
            Assert.Equal([0, 5, 6], still.ToDoubles());
        }
    }

    [Fact]
    public void Views_of_another_length_are_refused()
    {
        using var mask = new BitMask(10);
        using var values = new NativeArray(new float[9]);
        Assert.Throws<ArgumentException>(() => new MaskPass().Add(mask, [values.View]));
    }

    [Fact]
    public void A_pass_large_enough_for_all_cores_masks_the_same_and_allocates_nothing()
    {
        const int Length = (3 << 20) + 17;
        using var mask = new BitMask(Length);
        for (int i = 0; i < Length; i += 3)
        {
            mask.Prune(i);
        }

        using var weights = new NativeArray(new float[Length]);
        using var gradients = new NativeArray(new float[Length]);
        var pass = new MaskPass();
        Round();
        Round();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 10; round++)
        {
            Round();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Round()
        {
            Fill(weights);
            Fill(gradients);
            pass.Clear();
            pass.Add(mask, [weights.View, gradients.View]);
            pass.Run();
            if (!pass.Found(0) || Sum(weights) != mask.Kept || Sum(gradients) != mask.Kept)
            {
                throw new InvalidOperationException();
            }
        }
    }

    private static unsafe void Fill(NativeArray array) =>
        new Span<float>((void*)array.View.Address, (int)array.View.Length).Fill(1);

    private static unsafe long Sum(NativeArray array)
    {
        long sum = 0;
        foreach (float value in new Span<float>((void*)array.View.Address, (int)array.View.Length))
        {
            sum += (long)value;
        }

        return sum;
    }
}
