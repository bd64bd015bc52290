using FsCheck;
using FsCheck.Fluent;

namespace PruningRecipes.Language.Tests;

public sealed class VocabularyTests
{
    [Theory]
    [InlineData(nameof(AmountKind.Sparsity), 0.55, 1, 100, 0, 55)]
    [InlineData(nameof(AmountKind.Sparsity), 0.9, 1, 235200, 0, 211680)]
    [InlineData(nameof(AmountKind.Sparsity), 0.5, 1, 100, 60, -10)]
    [InlineData(nameof(AmountKind.Remove), 0.5, 1, 5, 0, 2)]
    [InlineData(nameof(AmountKind.Remove), 0.5, 1, 7, 0, 4)]
    [InlineData(nameof(AmountKind.Remove), 0.2, 0.5, 1000, 100, 90)]
    [InlineData(nameof(AmountKind.Keep), 0.02, 1, 100, 0, 98)]
    [InlineData(nameof(AmountKind.Compression), 10, 1, 266200, 0, 239580)]
    [InlineData(nameof(AmountKind.Compression), 3, 1, 9, 0, 6)]
    [InlineData(nameof(AmountKind.Count), 7, 0.5, 100, 0, 4)]
    public void Amounts_are_decimal_and_round_ties_to_even(
        string kind,
        double value,
        double scale,
        long units,
        long pruned,
        long expected
    ) =>
        Assert.Equal(
            expected,
            Amount.ToPrune(Enum.Parse<AmountKind>(kind), (decimal)value, (decimal)scale, units, pruned)
        );

    [Fact]
    public void Globs_match_as_their_definition_says() =>
        Prop.ForAll(
                Text(7, "a", "b", ".", "*", "**"),
                Text(9, "a", "b", "."),
                (pattern, path) => Glob.Matches(pattern, path) == Matches(pattern, path)
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    [Theory]
    [InlineData("fc1", "fc1", true)]
    [InlineData("fc1.weight", "fc1", true)]
    [InlineData("fc1.bias", "fc1", false)]
    [InlineData("fc", "fc1", false)]
    [InlineData("layer1", "layer10", false)]
    [InlineData("block.*.conv", "block.0.conv", true)]
    [InlineData("block.*", "block.0.conv", false)]
    [InlineData("block.**", "block.0.conv", true)]
    [InlineData("**", "block.0.conv", true)]
    public void Patterns_name_layers_or_their_weights(string pattern, string layer, bool expected) =>
        Assert.Equal(expected, Glob.MatchesLayer(pattern, layer));

    [Fact]
    public void Words_are_kebab_case()
    {
        Assert.Equal("magnitude", Words.Of(Score.Magnitude));
        Assert.Equal("adamw", Words.Of(Optimizer.AdamW));
        Assert.Equal("signed-constant", Words.Of(ReinitKind.SignedConstant));
        Assert.Equal(["accuracy", "sparsity"], Words.OfFlags(Metric.Accuracy | Metric.Sparsity).AsEnumerable());
        Assert.True(Words.TryParse("signed-constant", out ReinitKind kind));
        Assert.Equal(ReinitKind.SignedConstant, kind);
        Assert.False(Words.TryParse("none", out Metric _));
    }

    [Theory]
    [InlineData("init", true)]
    [InlineData("lottery-ticket", true)]
    [InlineData("a1-2b", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a--b", false)]
    [InlineData("1a", false)]
    [InlineData("A", false)]
    [InlineData("a_b", false)]
    [InlineData("é", false)]
    public void Kebab_case_is_lower_case_words_joined_by_dashes(string name, bool expected) =>
        Assert.Equal(expected, Names.IsKebabCase(name));

    [Theory]
    [InlineData("lottery-ticket", "LotteryTicket")]
    [InlineData("block.0.conv", "Block0Conv")]
    [InlineData("fcLast", "FcLast")]
    [InlineData("0", "_0")]
    [InlineData("…", "_")]
    [InlineData("a\u202Eb\"", "AB")]
    public void Pascal_case_is_always_an_identifier(string name, string expected) =>
        Assert.Equal(expected, Names.ToPascalCase(name));

    [Theory]
    [InlineData("haed", "head")]
    [InlineData("Head", "head")]
    [InlineData("fc3", "fc1")]
    [InlineData("magnitud", "magnitude")]
    [InlineData("x", null)]
    [InlineData("something", null)]
    public void The_nearest_name_is_a_slip_of_the_hand_away(string word, string? expected) =>
        Assert.Equal(expected, NearestName.Of(word, ["fc1", "fc2", "head", "magnitude"]));

    private static Arbitrary<string> Text(int atMost, params string[] pieces) =>
        Gen.Choose(0, atMost)
            .SelectMany(count => Gen.Elements(pieces).ListOf(count))
            .Select(string.Concat)
            .ToArbitrary();

    /// <summary>The definition of a glob, word for word, without a thought for speed.</summary>
    private static bool Matches(string pattern, string path)
    {
        if (pattern.Length == 0)
        {
            return path.Length == 0;
        }

        if (pattern.StartsWith("**", StringComparison.Ordinal))
        {
            return Enumerable.Range(0, path.Length + 1).Any(taken => Matches(pattern[2..], path[taken..]));
        }

        if (pattern[0] == '*')
        {
            int segment = path.IndexOf('.') < 0 ? path.Length : path.IndexOf('.');
            return Enumerable.Range(0, segment + 1).Any(taken => Matches(pattern[1..], path[taken..]));
        }

        return path.Length > 0 && path[0] == pattern[0] && Matches(pattern[1..], path[1..]);
    }
}
