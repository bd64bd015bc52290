using FsCheck;
using FsCheck.Fluent;

namespace PruningRecipes.Tests;

public sealed class RowSelectionTests
{
    [Fact]
    public void Every_row_loses_its_lowest_and_the_rest_goes_by_one_ranking()
    {
        double[] scores = [5, 1, 2, 7, 9, 8, 4, 4, 4];
        Assert.Equal([1, 3, 6], Pruned(scores, 3, 3, []));

        // The next of each row: 2, 8 and 4.
        Assert.Equal([1, 2, 3, 6], Pruned(scores, 3, 4, []));
        Assert.Equal([1, 2, 3, 6, 7], Pruned(scores, 3, 5, []));
    }

    [Fact]
    public void Rows_that_have_lost_more_already_lose_less()
    {
        double[] scores = [1, 2, 3, 4, 5, 6, 7, 8];
        Assert.Equal([0, 1, 2, 4, 5], Pruned(scores, 2, 3, [4, 5]));
    }

    [Fact]
    public void Counts_are_exact_and_rows_even()
    {
        Prop.ForAll(
                ArbMap.Default.ArbFor<ulong>(),
                seed =>
                {
                    var random = new RandomSource(seed);
                    int rows = 1 + (int)random.Below(0, 5);
                    int columns = 1 + (int)random.Below(1, 9);
                    int units = rows * columns;
                    double[] scores = [.. Enumerable.Range(0, units).Select(i => (double)random.Below(10 + i, 4))];
                    int first = (int)random.Below(2, units);
                    int second = (int)random.Below(3, units - first);
                    int[] before = Pruned(scores, rows, first, []);
                    int[] after = Pruned(scores, rows, second, before);
                    Assert.Equal(first + second, after.Length);
                    Assert.Empty(before.Except(after));
                    int[] perRow = [.. Enumerable.Range(0, rows).Select(row => after.Count(i => i / columns == row))];
                    Assert.InRange(perRow.Max() - perRow.Min(), 0, 1);
                    Assert.All(
                        after,
                        gone =>
                            Assert.DoesNotContain(
                                Enumerable.Range(gone / columns * columns, columns).Except(after),
                                kept => scores[kept] < scores[gone] || (scores[kept] == scores[gone] && kept < gone)
                            )
                    );
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_score_that_is_not_a_number_is_named_and_the_mask_stays()
    {
        using var mask = new BitMask(4);
        using var scores = new NativeArray(1.0, 2.0, double.NaN, 4.0);
        RecipeException exception = Assert.Throws<RecipeException>(() =>
            RowSelection.Prune(new ScoredLayer("fc", mask, ScoreView.Of(scores.View)), 2, 2)
        );
        Assert.Equal("The score of 'fc' is not a number at index 2.", exception.Message);
        Assert.Equal(4, mask.Kept);
    }

    private static int[] Pruned(double[] scores, int rows, int count, int[] before)
    {
        using var mask = new BitMask(scores.Length);
        using var values = new NativeArray(scores);
        foreach (int index in before)
        {
            mask.Prune(index);
        }

        RowSelection.Prune(new ScoredLayer("fc", mask, ScoreView.Of(values.View)), rows, count);
        return [.. Enumerable.Range(0, scores.Length).Where(index => !mask.IsKept(index))];
    }
}
