namespace PruningRecipes.Tests;

public sealed class CopyPassTests
{
    private const int Large = (3 << 20) + 17;

    /// <summary>More than a chunk of each kind, for all cores.</summary>
    [Fact]
    public void Whole_and_masked_copies_are_what_they_are_one_by_one()
    {
        using var first = Random(Large);
        using var second = Random(Large + 1);
        using var small = Random(5);
        using var firstCopy = new NativeArray(new float[Large]);
        using var secondCopy = new NativeArray(new float[Large + 1]);
        using var smallCopy = new NativeArray(new float[5]);
        using var mask = new BitMask(Large);
        for (int i = 0; i < Large; i += 3)
        {
            mask.Prune(i);
        }

        var pass = new CopyPass();
        pass.AddKept(mask, first.View, firstCopy.View);
        pass.Add(second.View.Address, secondCopy.View.Address, second.View.ByteLength);
        pass.Add(small.View.Address, smallCopy.View.Address, small.View.ByteLength);
        pass.Add(small.View.Address, smallCopy.View.Address, 0);
        pass.Run();

        Assert.Equal(first.ToDoubles().Select((value, i) => i % 3 == 0 ? 0 : value), firstCopy.ToDoubles());
        Assert.Equal(second.ToDoubles(), secondCopy.ToDoubles());
        Assert.Equal(small.ToDoubles(), smallCopy.ToDoubles());
    }

    [Fact]
    public void What_does_not_fit_the_mask_is_refused()
    {
        using var mask = new BitMask(10);
        using var nine = new NativeArray(new float[9]);
        using var ten = new NativeArray(new float[10]);
        using var wide = new NativeArray(new double[10]);
        var pass = new CopyPass();
        Assert.Throws<ArgumentException>(() => pass.AddKept(mask, nine.View, ten.View));
        Assert.Throws<ArgumentException>(() => pass.AddKept(mask, ten.View, nine.View));
        Assert.Throws<ArgumentException>(() => pass.AddKept(mask, ten.View, wide.View));
    }

    private static NativeArray Random(int length)
    {
        var random = new Random(length);
        return new NativeArray([.. Enumerable.Range(0, length).Select(_ => random.NextSingle())]);
    }
}
