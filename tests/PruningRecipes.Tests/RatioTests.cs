namespace PruningRecipes.Tests;

public class RatioTests
{
    [Fact]
    public void A_double_means_its_shortest_decimal()
    {
        Ratio rate = 0.2;
        Assert.Equal(0.2m, (decimal)rate);
        Assert.Equal(55m, 100m * (Ratio)0.55);
        Assert.Equal("20%", rate.ToString());
    }

    [Fact]
    public void A_percentage_is_refused_with_the_share_that_was_meant()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => (Ratio)90m);
        Assert.Contains("not 90; did you mean 0.9, which is 90%?", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_share_is_refused(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => (Ratio)value);

    [Fact]
    public void A_parameter_outside_its_range_is_refused_by_name()
    {
        Assert.Equal(30, ParameterRange.Check("Rounds", 30, 1, 30));
        Assert.Equal(0.5m, (decimal)ParameterRange.Check("Rate", (Ratio)0.5, 0m, 0.9m));
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => ParameterRange.Check("Rounds", 31, 1, 30));
        Assert.StartsWith(
            "The recipe was checked for Rounds in 1 .. 30, not for 31.",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => ParameterRange.Check("Rate", double.NaN, 0, 1));
    }
}
