namespace PruningRecipes.Tests;

public class SnapshotTests
{
    [Fact]
    public void A_snapshot_is_a_copy_that_comes_back_bit_for_bit()
    {
        using var weights = new NativeArray(1.5f, -0f, float.NaN);
        using var statistics = new NativeArray(2.25, -3);
        TensorBytes[] tensors = [Bytes("fc.weight", weights), Bytes("norm.mean", statistics)];
        using var snapshot = new Snapshot("init", tensors);
        long[] before = [.. Bits(weights), .. Bits(statistics)];
        for (int i = 0; i < 3; i++)
        {
            weights.Set(i, 7);
        }

        statistics.Set(1, 7);
        Run(pass => Array.ForEach(tensors, tensor => snapshot.Restore(pass, tensor)));
        Assert.Equal(before, Bits(weights).Concat(Bits(statistics)));
        Assert.Equal(["fc.weight", "norm.mean"], snapshot.Paths);
        Assert.True(snapshot.Contains("norm.mean"));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var weights = new NativeArray(1f, 2f);
        using var converted = new NativeArray(1.0, 2.0);
        using var snapshot = new Snapshot("init", [Bytes("fc.weight", weights)]);
        Assert.Equal(
            "The snapshot 'init' does not hold 'head.weight'.",
            Assert
                .Throws<RecipeException>(() => snapshot.Restore(new CopyPass(), Bytes("head.weight", weights)))
                .Message
        );
        Assert.Equal(
            "The snapshot 'init' holds 'fc.weight' as 8 bytes of Float32; the model now has 16 bytes of Float64.",
            Assert
                .Throws<RecipeException>(() => snapshot.Restore(new CopyPass(), Bytes("fc.weight", converted)))
                .Message
        );
    }

    [Fact]
    public void A_rewound_weight_has_its_old_values_where_it_is_kept()
    {
        using var weights = new NativeArray(1.5f, -2f, 3f);
        using var snapshot = new Snapshot("init", [Bytes("fc.weight", weights)]);
        using var mask = new BitMask(3);
        mask.Prune(1);
        for (int i = 0; i < 3; i++)
        {
            weights.Set(i, 7);
        }

        Run(pass => snapshot.Rewind(pass, "fc.weight", weights.View, mask));
        Assert.Equal([1.5, 0, 3], weights.ToDoubles());
        Assert.Throws<RecipeException>(() => snapshot.Rewind(new CopyPass(), "head.weight", weights.View, mask));
    }

    [Fact]
    public void A_snapshot_is_taken_anew_only_of_tensors_that_fit()
    {
        using var weights = new NativeArray(1f, 2f);
        using var longer = new NativeArray(5f, 6f, 7f);
        using var snapshot = new Snapshot("init", [Bytes("fc.weight", weights)]);
        weights.Set(0, 3);
        Assert.False(snapshot.TryRecapture([Bytes("fc.weight", longer)]));
        Assert.False(snapshot.TryRecapture([Bytes("fc.weight", weights), Bytes("fc.bias", weights)]));
        Assert.False(snapshot.TryRecapture([Bytes("fc.bias", weights)]));
        Assert.True(snapshot.TryRecapture([Bytes("fc.weight", weights)]));
        weights.Set(0, 9);
        Run(pass => snapshot.Restore(pass, Bytes("fc.weight", weights)));
        Assert.Equal([3, 2], weights.ToDoubles());
    }

    private static void Run(Action<CopyPass> add)
    {
        var pass = new CopyPass();
        add(pass);
        pass.Run();
    }

    private static TensorBytes Bytes(string path, NativeArray array) =>
        new(path, array.View.Address, array.View.ByteLength, array.View.Type.ToString());

    private static IEnumerable<long> Bits(NativeArray array) =>
        array.ToDoubles().Select(BitConverter.DoubleToInt64Bits);
}
