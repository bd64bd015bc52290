using FsCheck;
using FsCheck.Fluent;

namespace PruningRecipes.Torch.Tests;

public class UpdateClockTests
{
    [Theory]
    [InlineData(0, 10, 4, false, new long[] { 0, 4, 8, 9 })] // the end of 10 steps is in the last
    [InlineData(0, 10, 4, true, new long[] { 4, 8, 9 })]
    [InlineData(2, 7.5, 2, false, new long[] { 2, 4, 6, 8 })]
    [InlineData(2.5, 3, 7, false, new long[] { 3 })]
    [InlineData(0, 10, 0.3, false, new long[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    public void Updates_are_at_their_distance_and_the_last_at_the_end(
        decimal from,
        decimal until,
        decimal every,
        bool skipsStart,
        long[] expected
    ) => Assert.Equal(expected, Steps(new UpdateGrid(from, until, every), 10, skipsStart).Select(step => step.Due));

    [Fact]
    public void The_last_update_is_at_the_end_of_the_way_exactly() =>
        Prop.ForAll(
                Gen.Choose(0, 40)
                    .SelectMany(
                        from =>
                            Gen.Choose(from + 1, 50)
                                .SelectMany(until => Gen.Choose(1, 70), (until, every) => (until, every)),
                        (from, rest) => new UpdateGrid(from / 2m, rest.until / 2m, rest.every / 3m)
                    )
                    .ToArbitrary(),
                grid =>
                {
                    (long Due, decimal Progress)[] steps = [.. Steps(grid, 25, skipsStart: false)];
                    Assert.Equal(1, steps[^1].Progress);
                    Assert.Equal(Math.Min(24, (long)decimal.Ceiling(grid.Until)), steps[^1].Due);
                    Assert.Equal(steps.Order(), steps);
                    Assert.Equal(steps.Length, steps.DistinctBy(step => step.Due).Count());
                }
            )
            .QuickCheckThrowOnFailure();

    private static IEnumerable<(long Due, decimal Progress)> Steps(UpdateGrid grid, long steps, bool skipsStart)
    {
        var clock = new UpdateClock(grid, new TrainingLength(steps, 5), skipsStart);
        for (; clock.Due != UpdateClock.Never; clock.Advance())
        {
            yield return (clock.Due, clock.Progress);
        }
    }
}
