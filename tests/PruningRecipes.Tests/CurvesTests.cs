namespace PruningRecipes.Tests;

public class CurvesTests
{
    [Theory]
    [InlineData(1, 0.954993)]
    [InlineData(10, 0.630957)]
    [InlineData(50, 0.1)]
    [InlineData(90, 0.015849)]
    [InlineData(99, 0.010471)]
    public void An_exponential_curve_is_that_of_SynFlow(int round, double density) =>
        Assert.Equal(density, (double)Curves.Kept(Curve.Exponential, 1, 0.01m, round / 100m), 6);

    [Fact]
    public void A_cubic_curve_is_that_of_gradual_pruning() =>
        Assert.Equal(
            [0, 0.2439m, 0.4392m, 0.5913m, 0.7056m, 0.7875m, 0.8424m, 0.8757m, 0.8928m, 0.8991m, 0.9m],
            Enumerable.Range(0, 11).Select(step => 1 - Curves.Kept(Curve.Cubic, 1, 0.1m, step / 10m))
        );

    [Fact]
    public void A_linear_curve_prunes_as_much_in_each_round() =>
        Assert.Equal([8, 5, 2], Enumerable.Range(1, 3).Select(round => Curves.Kept(Curve.Linear, 11, 2, round, 3)));

    [Theory]
    [InlineData(Curve.Exponential)]
    [InlineData(Curve.Linear)]
    [InlineData(Curve.Cubic)]
    public void The_last_round_is_exact_and_none_keeps_more_than_the_one_before(Curve curve)
    {
        foreach ((long from, long to) in new (long, long)[] { (25_557_032, 255_571), (7, 7), (9, 0), (0, 0), (3, 1) })
        {
            long[] kept = [.. Enumerable.Range(1, 60).Select(round => Curves.Kept(curve, from, to, round, 60))];
            Assert.Equal(to, kept[^1]);
            Assert.Equal(kept.OrderDescending(), kept);
            Assert.InRange(kept[0], to, from);
        }
    }
}
