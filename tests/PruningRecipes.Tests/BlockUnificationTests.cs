using FsCheck;
using FsCheck.Fluent;

namespace PruningRecipes.Tests;

public class BlockUnificationTests
{
    private static readonly long[] s_shape = [4, 6];

    [Fact]
    public void A_block_gets_the_mean_of_its_magnitudes_and_keeps_its_signs()
    {
        using var weights = new NativeArray(1, -2, 3, -4.0);
        using var mask = new BitMask(4);
        using var blocks = new BlockUnification("w", UnitLayout.Of("w", [1, 4], new GrainSpec(Grain.Block, 1, 4)));
        blocks.Choose(weights.View, mask, 1, 0);
        blocks.Write(weights.View, mask);
        Assert.Equal([2.5, -2.5, 2.5, -2.5], weights.ToDoubles());
    }

    [Fact]
    public void Pruned_weights_are_no_part_of_their_block_and_zeros_are_positive()
    {
        using var weights = new NativeArray(1, -0.0, 3, -5.0);
        using var mask = new BitMask(4);
        mask.Prune(3);
        using var blocks = new BlockUnification("w", UnitLayout.Of("w", [2, 2], new GrainSpec(Grain.Block, 2, 2)));
        blocks.Choose(weights.View, mask, 1, 0);
        blocks.Write(weights.View, mask);
        Assert.Equal([4 / 3.0, 4 / 3.0, 4 / 3.0, 0], weights.ToDoubles());
    }

    /// <summary>
    /// By hand: unifying (1, 2), (3, 3), (1, 5), (2, 2) costs 0.5, 0, 8 and 0, so the third stays; of the others pruning costs
    /// 4.5, 18 and 8 more, so the first goes.
    /// </summary>
    [Fact]
    public void The_cheapest_blocks_are_taken_and_of_them_the_least_pruned()
    {
        using var weights = new NativeArray(1f, -2, 3, 3, 1, 5, -2, -2);
        using var mask = new BitMask(8);
        using var blocks = new BlockUnification("w", UnitLayout.Of("w", [4, 2], new GrainSpec(Grain.Block, 1, 2)));
        blocks.Choose(weights.View, mask, 2, 1);
        blocks.Write(weights.View, mask);
        Assert.Equal([0, 0, 3, 3, 1, 5, -2, -2], weights.ToDoubles());
    }

    [Fact]
    public void Of_equal_blocks_the_earlier_are_taken()
    {
        using var weights = new NativeArray(1f, 3, 1, 3, 1, 3, 1, 3);
        using var mask = new BitMask(8);
        using var blocks = new BlockUnification("w", UnitLayout.Of("w", [2, 4], new GrainSpec(Grain.Block, 1, 2)));
        blocks.Choose(weights.View, mask, 2, 1);
        blocks.Write(weights.View, mask);
        Assert.Equal([0, 0, 2, 2, 2, 2, 1, 3], weights.ToDoubles());
    }

    [Fact]
    public void It_is_as_written_out_and_a_second_time_changes_nothing() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<ulong>(),
                Gen.Choose(0, 3).Select(choice => choice > 0).ArrayOf(24).ToArbitrary(),
                Gen.Choose(0, 6).Zip(Gen.Choose(0, 6)).ToArbitrary(),
                (seed, kept, counts) =>
                {
                    var random = new RandomSource(seed);
                    double[] numbers = [.. Enumerable.Range(0, 24).Select(i => random.Uniform(i) - 0.5)];
                    var grain = new GrainSpec(Grain.Block, 2, 2);
                    using var weights = new NativeArray([.. numbers.Select((number, i) => kept[i] ? number : 0)]);
                    using var mask = new BitMask(24);
                    for (int i = 0; i < 24; i++)
                    {
                        if (!kept[i])
                        {
                            mask.Prune(i);
                        }
                    }

                    using var blocks = new BlockUnification("w", UnitLayout.Of("w", s_shape, grain));
                    long live = blocks.Count - blocks.CountPruned(mask);
                    long unified = Math.Min(counts.Item1, live);
                    long pruned = Math.Min(counts.Item2, live - unified);
                    double[] expected = Slow(weights.ToDoubles(), kept, (int)unified, (int)pruned);

                    blocks.Choose(weights.View, mask, unified, pruned);
                    Assert.Equal((unified, live - pruned), (blocks.Unified.Kept, blocks.Kept.Kept));
                    blocks.Write(weights.View, mask);
                    double[] once = weights.ToDoubles();
                    Assert.All(expected.Zip(once), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
                    blocks.Choose(weights.View, mask, unified, pruned);
                    blocks.Write(weights.View, mask);
                    Assert.Equal(once, weights.ToDoubles());
                }
            )
            .QuickCheckThrowOnFailure();

    private static double[] Slow(double[] weights, bool[] kept, int unified, int pruned)
    {
        (int[] Places, double Magnitude, double Cost)[] blocks =
        [
            .. Enumerable
                .Range(0, 24)
                .GroupBy(i => (i / 12, i % 6 / 2), i => i)
                .OrderBy(block => block.Key)
                .Select(block => block.Where(i => kept[i]).ToArray())
                .Where(block => block.Length > 0)
                .Select(places =>
                {
                    double magnitude = places.Average(i => Math.Abs(weights[i]));
                    return (places, magnitude, places.Sum(i => Math.Pow(Math.Abs(weights[i]) - magnitude, 2)));
                }),
        ];
        var taken = blocks
            .OrderBy(block => block.Cost)
            .Take(unified + pruned)
            .OrderBy(block => block.Places.Length * block.Magnitude * block.Magnitude)
            .ToArray();
        double[] result = [.. weights];
        for (int i = 0; i < taken.Length; i++)
        {
            foreach (int place in taken[i].Places)
            {
                result[place] =
                    i < pruned ? 0
                    : weights[place] < 0 ? -taken[i].Magnitude
                    : taken[i].Magnitude;
            }
        }

        return result;
    }
}
