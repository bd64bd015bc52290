using System.Globalization;
using PruningRecipes.SideBySide;

namespace PruningRecipes.Tests;

/// <summary>Masks of torch.nn.utils.prune 1.13, made by <c>Golden/torch_masks.py</c> on weights without ties.</summary>
public sealed class GoldenMaskTests : IDisposable
{
    private static readonly int[] s_units = [20 * 30, 16 * 3 * 3 * 3, 10 * 16];

    private readonly NativeArray[] _weights;
    private readonly ScoredLayer[] _layers;

    public GoldenMaskTests()
    {
        int first = 0;
        _weights = new NativeArray[s_units.Length];
        for (int i = 0; i < s_units.Length; i++)
        {
            _weights[i] = new NativeArray([
                .. Enumerable.Range(first, s_units[i]).Select(index => WeightFormula.Weight(index)),
            ]);
            first += s_units[i];
        }

        _layers =
        [
            .. _weights.Select(
                (weights, i) => new ScoredLayer($"{i}", new BitMask(s_units[i]), ScoreView.Magnitude(weights.View))
            ),
        ];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(596)]
    [InlineData(1073)]
    public void One_ranking_over_all_layers_is_that_of_torch(int count)
    {
        Selection.Prune(_layers, count);
        AssertGolden($"global-{count}");
    }

    [Fact]
    public void Rankings_of_each_layer_are_those_of_torch_round_after_round()
    {
        PruneEach(units => units / 2);
        AssertGolden("layer");
        PruneEach(units => units / 8);
        AssertGolden("layer-again");
    }

    public void Dispose()
    {
        Array.ForEach(_weights, weights => weights.Dispose());
        Array.ForEach(_layers, layer => layer.Mask.Dispose());
    }

    private void PruneEach(Func<int, int> count)
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            Selection.Prune(_layers.AsSpan(i, 1), count(s_units[i]));
        }
    }

    private void AssertGolden(string name)
    {
        string[] golden =
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Golden", "torch_masks.txt"))
                .Where(line => line.StartsWith($"{name} ", StringComparison.Ordinal))
                .Select(line => line[(name.Length + 1)..]),
        ];
        Assert.Equal(golden, _layers.Select(layer => Hex(layer.Mask)));
    }

    private static string Hex(BitMask mask)
    {
        var bytes = new byte[(mask.Length + 7) / 8];
        for (int i = 0; i < mask.Length; i++)
        {
            bytes[i / 8] |= (byte)((mask.IsKept(i) ? 1 : 0) << (i % 8));
        }

        return Convert.ToHexString(bytes).ToLower(CultureInfo.InvariantCulture);
    }
}
