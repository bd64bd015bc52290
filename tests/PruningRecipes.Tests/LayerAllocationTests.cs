using FsCheck;
using FsCheck.Fluent;

namespace PruningRecipes.Tests;

public class LayerAllocationTests
{
    private static readonly long[][] s_leNet300 =
    [
        [300, 784],
        [100, 300],
        [10, 100],
    ];

    private static readonly long[][] s_leNet5 =
    [
        [20, 1, 5, 5],
        [50, 20, 5, 5],
        [500, 800],
        [10, 500],
    ];

    [Theory]
    [InlineData("0.8", 0.8378, 0.5306, 0.0)]
    [InlineData("0.9", 0.9204, 0.7698, 0.0)]
    [InlineData("0.95", 0.9615, 0.8887, 0.0815)]
    [InlineData("0.98", 0.9846, 0.9555, 0.6326)]
    public void Erk_gives_LeNet_300_100_the_published_sparsities(string sparsity, params double[] expected) =>
        Assert.Equal(expected, Sparsities(s_leNet300, Allocation.Erk, Number(sparsity)), new Within(1e-4));

    [Theory]
    [InlineData(Allocation.Erk, "0.9", 0.0, 0.9129, 0.9116, 0.0)]
    [InlineData(Allocation.Erk, "0.95", 0.2739, 0.9625, 0.9619, 0.0)]
    [InlineData(Allocation.Erk, "0.99", 0.8611, 0.9928, 0.9927, 0.7714)]
    [InlineData(Allocation.Er, "0.95", 0.0, 0.5866, 0.9808, 0.3976)]
    public void Er_and_erk_give_LeNet_5_the_published_sparsities(
        Allocation allocation,
        string sparsity,
        params double[] expected
    ) => Assert.Equal(expected, Sparsities(s_leNet5, allocation, Number(sparsity)), new Within(1e-4));

    [Fact]
    public void Counts_of_erk_are_whole_and_add_up()
    {
        // 266,200 weights at 90%: 26,620 are kept, 1,000 in the head; the others share 25,620 by 1084 and 400, which is
        // 18,714.33 and 6,905.66.
        Assert.Equal([18_714, 6_906, 1_000], Kept(s_leNet300, Allocation.Erk, 26_620));
    }

    [Fact]
    public void Uniform_plus_keeps_the_first_convolution_and_a_fifth_of_the_last_layer()
    {
        // Of 430,500 weights 43,050 are kept: 500 and 1,000 at the ends, and of the others 41,550 of 425,000.
        Assert.Equal([500, 2_444, 39_106, 1_000], Kept(s_leNet5, Allocation.UniformPlus, 43_050));
        // Where the uniform share is above a fifth, the last layer has it too.
        Assert.Equal([500, 12_476, 199_619, 2_495], Kept(s_leNet5, Allocation.UniformPlus, 215_090));
    }

    [Fact]
    public void A_first_layer_that_is_linear_is_as_sparse_as_the_others() =>
        Assert.Equal([2_184, 279, 200], Kept(s_leNet300, Allocation.UniformPlus, 2_663));

    [Fact]
    public void What_is_pruned_stays_pruned_and_the_others_share_the_difference() =>
        Assert.Equal(
            [19_614, 6_506, 500],
            Apportionment.Share(
                26_620,
                [new LayerShare(19_614, 0, 235_200), new LayerShare(6_506, 0, 30_000), new LayerShare(3_000, 0, 500)]
            )
        );

    [Fact]
    public void Equal_remainders_go_to_the_earlier_layer() =>
        Assert.Equal(
            [2, 2, 1],
            Apportionment.Share(5, [new LayerShare(1, 0, 9), new LayerShare(1, 0, 9), new LayerShare(1, 0, 9)])
        );

    [Fact]
    public void Shares_are_whole_within_their_bounds_nearest_to_proportion_and_add_up() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    LayerShare[] layers =
                    [
                        .. Enumerable
                            .Range(0, random.Next(1, 8))
                            .Select(_ =>
                            {
                                long least = random.Next(4);
                                return new LayerShare(random.Next(1, 50) / 7m, least, least + random.Next(30));
                            }),
                    ];
                    long total = random.NextInt64(layers.Sum(one => one.Least), layers.Sum(one => one.Most) + 1);
                    long[] shares = Apportionment.Share(total, layers);
                    double factor = Bisect(total, layers);
                    Assert.Equal(total, shares.Sum());
                    Assert.All(
                        shares.Zip(layers),
                        pair =>
                        {
                            double exact = Bounded(pair.Second, factor);
                            Assert.InRange(pair.First, pair.Second.Least, pair.Second.Most);
                            Assert.InRange(pair.First, Math.Floor(exact - 1e-6), Math.Ceiling(exact + 1e-6));
                        }
                    );
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>The obvious way to the factor at which the bounded shares add up.</summary>
    private static double Bisect(long total, LayerShare[] layers)
    {
        (double low, double high) = (0, 1e6);
        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = layers.Sum(layer => Bounded(layer, middle)) < total ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double Bounded(LayerShare layer, double factor) =>
        Math.Clamp((double)layer.Weight * factor, layer.Least, layer.Most);

    private static IEnumerable<double> Sparsities(long[][] shapes, Allocation allocation, decimal sparsity)
    {
        AllocatedLayer[] layers = Dense(shapes);
        decimal total = (1 - sparsity) * layers.Sum(layer => layer.Units);
        return Apportionment
            .Exact(total, LayerAllocation.Shares(allocation, layers))
            .Zip(layers, (kept, layer) => (double)(1 - (kept / layer.Units)));
    }

    private static long[] Kept(long[][] shapes, Allocation allocation, long total) =>
        Apportionment.Share(total, LayerAllocation.Shares(allocation, Dense(shapes)));

    private static AllocatedLayer[] Dense(long[][] shapes) =>
        [
            .. shapes.Select(shape =>
            {
                long units = shape.Aggregate(1L, (a, b) => a * b);
                return new AllocatedLayer(shape, units, units, 1);
            }),
        ];

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Within(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double obj) => 0;
    }
}
