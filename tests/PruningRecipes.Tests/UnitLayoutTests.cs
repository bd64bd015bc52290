using FsCheck;
using FsCheck.Fluent;

namespace PruningRecipes.Tests;

public class UnitLayoutTests
{
    private static readonly long[] s_shape = [4, 6, 3, 2];

    public static TheoryData<string, GrainSpec, int, int> Grains =>
        new()
        {
            { "filter", Grain.Filter, 4, 36 },
            { "row", Grain.Row, 4, 36 },
            { "channel", Grain.Channel, 6, 24 },
            { "kernel", Grain.Kernel, 24, 6 },
            { "column", Grain.Column, 36, 4 },
            { "block", new GrainSpec(Grain.Block, 2, 9), 8, 18 },
            { "weight", Grain.Weight, 144, 1 },
        };

    [Theory]
    [MemberData(nameof(Grains))]
    public void Units_are_the_weights_that_share_the_indices_of_the_grain(
        string name,
        GrainSpec grain,
        int count,
        int size
    )
    {
        UnitLayout layout = UnitLayout.Of(name, s_shape, grain);
        Assert.Equal((count, size), (layout.Count, layout.Size));
        Prop.ForAll(
                Gen.Choose(0, 4)
                    .Select(choice => choice == 0)
                    .ArrayOf(144)
                    .Zip(Gen.Choose(0, 2).Select(choice => choice == 0).ArrayOf(count))
                    .ToArbitrary(),
                drawn =>
                {
                    (bool[] keptWeights, bool[] prunedUnits) = drawn;
                    using var weights = new BitMask(144);
                    using var units = new BitMask(count);
                    for (int i = 0; i < 144; i++)
                    {
                        if (!keptWeights[i])
                        {
                            weights.Prune(i);
                        }
                    }

                    layout.Gather(weights, units);
                    Assert.All(
                        Enumerable.Range(0, count),
                        unit =>
                            Assert.Equal(
                                Enumerable.Range(0, 144).Any(i => UnitOf(name, i) == unit && keptWeights[i]),
                                units.IsKept(unit)
                            )
                    );
                    for (int unit = 0; unit < count; unit++)
                    {
                        if (prunedUnits[unit])
                        {
                            units.Prune(unit);
                        }
                    }

                    layout.Scatter(units, weights);
                    Assert.All(
                        Enumerable.Range(0, 144),
                        i => Assert.Equal(keptWeights[i] && !prunedUnits[UnitOf(name, i)], weights.IsKept(i))
                    );
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_does_not_divide_the_layer_is_refused()
    {
        Assert.Equal(
            "A block 3x3 does not divide 'conv.weight' of 4 rows and 36 columns.",
            Refusal(s_shape, new GrainSpec(Grain.Block, 3, 3))
        );
        Assert.Equal(
            "'2 of 4' needs a multiple of 4 input channels; 'conv.weight' has 6.",
            Refusal(s_shape, new GrainSpec(Grain.NOfM, 2, 4))
        );
        Assert.Equal("'conv.weight' has no kernels.", Refusal([4, 6], Grain.Kernel));
        Assert.Equal("The heads of 'conv.weight' are not known.", Refusal([4, 6], Grain.Head));
    }

    [Theory]
    [InlineData(nameof(Pooling.Sum), 5.5, 4)]
    [InlineData(nameof(Pooling.Mean), 2.75, 2)]
    [InlineData(nameof(Pooling.EuclideanNorm), 3.905125, 4)]
    public void Scores_of_units_are_pooled_from_their_weights(string pooling, double first, double second)
    {
        using var weights = new NativeArray(3f, -2.5f, -4f, 7f);
        using var units = new NativeArray(9.0, 9.0);
        using var mask = new BitMask(4);
        mask.Prune(3);
        ScoreView pooled = UnitScores.Pool(
            ScoreView.Magnitude(weights.View),
            mask,
            UnitLayout.Of("fc", [2, 2], Grain.Row),
            Enum.Parse<Pooling>(pooling),
            units.View
        );
        Assert.Equal(first, pooled.Values[0], 6);
        Assert.Equal(second, pooled.Values[1], 6);
    }

    [Fact]
    public void Groups_run_along_the_input_channels_of_a_convolution()
    {
        // One filter, four channels, two places of the kernel: the groups are the even and the odd weights.
        using var scores = new NativeArray(1f, 8f, 4f, 2f, 3f, 2f, 4f, 9f);
        using var mask = new BitMask(8);
        var layer = new ScoredLayer("conv", mask, ScoreView.Of(scores.View));
        Assert.Equal(4, GroupSelection.Count(mask, [1, 4, 2], 2, 4));
        GroupSelection.Prune(layer, [1, 4, 2], 2, 4);
        Assert.Equal([1, 2, 6, 7], Kept(mask));
    }

    [Fact]
    public void Each_group_keeps_its_best_and_ties_go_by_index() =>
        Prop.ForAll(
                Gen.Choose(0, 4)
                    .ArrayOf(48)
                    .Zip(Gen.Choose(0, 3).Select(choice => choice > 0).ArrayOf(48))
                    .Zip(Gen.Choose(1, 3))
                    .ToArbitrary(),
                drawn =>
                {
                    ((int[] values, bool[] kept), int keep) = drawn;
                    using var scores = new NativeArray([.. values.Select(value => (double)value)]);
                    using var mask = new BitMask(48);
                    for (int i = 0; i < 48; i++)
                    {
                        if (!kept[i])
                        {
                            mask.Prune(i);
                        }
                    }

                    long[] shape = [2, 8, 3];
                    IEnumerable<int> expected = Enumerable
                        .Range(0, 48)
                        .Where(i => kept[i])
                        .GroupBy(i => (i / 12, i % 3))
                        .SelectMany(group => group.OrderBy(i => values[i]).ThenBy(i => i).TakeLast(keep))
                        .Order();
                    long count = GroupSelection.Count(mask, shape, keep, 4);
                    GroupSelection.Prune(new ScoredLayer("conv", mask, ScoreView.Of(scores.View)), shape, keep, 4);
                    Assert.Equal(expected, Kept(mask));
                    Assert.Equal(kept.Count(one => one) - count, mask.Kept);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_score_of_a_group_that_is_not_a_number_is_refused()
    {
        using var scores = new NativeArray(1f, 2f, float.NaN, 3f);
        using var mask = new BitMask(4);
        var layer = new ScoredLayer("fc", mask, ScoreView.Of(scores.View));
        var exception = Assert.Throws<RecipeException>(() => GroupSelection.Prune(layer, [1, 4], 2, 4));
        Assert.Equal("The score of 'fc' is not a number at index 2.", exception.Message);
        Assert.Equal(4, mask.Kept);
    }

    private static IEnumerable<int> Kept(BitMask mask) =>
        Enumerable.Range(0, (int)mask.Length).Where(i => mask.IsKept(i));

    private static string Refusal(long[] shape, GrainSpec grain) =>
        Assert.Throws<RecipeException>(() => UnitLayout.Of("conv.weight", shape, grain)).Message;

    /// <summary>By the four indices of the weight [4, 6, 3, 2].</summary>
    private static int UnitOf(string grain, int index)
    {
        (int filter, int channel, int place) = (index / 36, index / 6 % 6, index % 6);
        int column = (channel * 6) + place;
        return grain switch
        {
            "filter" or "row" => filter,
            "channel" => channel,
            "kernel" => (filter * 6) + channel,
            "column" => column,
            "block" => (filter / 2 * 4) + (column / 9),
            _ => index,
        };
    }
}
