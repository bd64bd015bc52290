namespace PruningRecipes.Tests;

public class AmountTests
{
    [Fact]
    public void Counts_of_iterative_pruning_of_LeNet_300_100_agree_with_the_published_ones()
    {
        // Frankle and Carbin prune 20% of the hidden layers and 10% of the output layer in each round. Their code rounds
        // the same way, with its threshold taking one weight more: hence the difference of one in the first round.
        (long Units, decimal Rate, long First)[] layers =
        [
            (235_200, 0.2m, 188_160),
            (30_000, 0.2m, 24_000),
            (1_000, 0.1m, 900),
        ];
        long[] kept = [.. layers.Select(layer => layer.Units)];
        double[] densities = new double[22];
        for (int round = 0; round < densities.Length; round++)
        {
            densities[round] = Math.Round(100.0 * kept.Sum() / 266_200, 1);
            for (int i = 0; i < layers.Length; i++)
            {
                kept[i] -= Amount.ToPrune(
                    AmountKind.Remove,
                    layers[i].Rate,
                    1m,
                    layers[i].Units,
                    layers[i].Units - kept[i]
                );
                if (round == 0)
                {
                    Assert.Equal(layers[i].First, kept[i]);
                }
            }
        }

        Assert.Equal(
            [
                100,
                80.0,
                64.1,
                51.3,
                41.1,
                32.9,
                26.3,
                21.1,
                16.9,
                13.5,
                10.8,
                8.7,
                7.0,
                5.6,
                4.5,
                3.6,
                2.9,
                2.3,
                1.9,
                1.5,
                1.2,
                1.0,
            ],
            densities
        );
    }

    [Theory]
    [InlineData(AmountKind.Sparsity, "0.55", 100, 0, 55)]
    [InlineData(AmountKind.Sparsity, "0.5", 5, 0, 2)] // 2.5 to even
    [InlineData(AmountKind.Sparsity, "0.5", 7, 0, 4)] // 3.5 to even
    [InlineData(AmountKind.Sparsity, "0.5", 100, 60, -10)]
    [InlineData(AmountKind.Flops, "0.55", 100, 5, 50)]
    [InlineData(AmountKind.Keep, "0.02", 1000, 0, 980)]
    [InlineData(AmountKind.Compression, "10", 1000, 0, 900)]
    [InlineData(AmountKind.Compression, "2.16", 81, 0, 44)] // 43.5 to even
    [InlineData(AmountKind.Count, "3", 10, 5, 3)]
    [InlineData(AmountKind.Remove, "0.2", 100, 50, 10)]
    public void An_amount_is_a_count(AmountKind kind, string value, long units, long pruned, long expected) =>
        Assert.Equal(
            expected,
            Amount.ToPrune(
                kind,
                decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture),
                1m,
                units,
                pruned
            )
        );
}
