using System.Numerics;
using PruningRecipes.Torch;

namespace PruningRecipes.Soundness.Tests;

/// <summary>
/// What each layer must have pruned, worked out in fractions of whole numbers from the language's reference alone, and
/// compared with the masks after every stage.
/// </summary>
internal sealed class SparsityOracle(RecipeDefinition definition)
{
    private readonly long[] _units = [.. definition.Layers.Select(layer => layer.Shape.Aggregate(1L, (a, b) => a * b))];
    private readonly long[] _pruned = new long[definition.Layers.Count];
    private bool _isRanked;

    /// <summary>A prune stage ran.</summary>
    public void Pruned(PruneStage stage, MaskSet masks)
    {
        if (stage.Allocation == Allocation.Global)
        {
            RankAll(stage, masks);
            return;
        }

        for (int i = 0; i < _units.Length; i++)
        {
            LayerPlan layer = definition.Layers[i];
            long after = layer.Sparsity is { } own
                ? Share(Fraction.Of(own), _units[i])
                : After(stage, Fraction.Of(layer.Scale), _units[i], _pruned[i]);
            if (_isRanked || layer.Sparsity.HasValue)
            {
                after = Math.Max(_pruned[i], after);
            }

            Assert.InRange(after, _pruned[i], _units[i] - 1);
            _pruned[i] = after;
        }
    }

    /// <summary>Any stage ran: the masks are what they were after the last prune stage, and all keep a weight.</summary>
    public void Ran(MaskSet masks) => Assert.Equal(_pruned, masks.Select(mask => mask.Pruned));

    /// <summary>One ranking decides how much of each layer: the total is certain, and that every layer keeps a weight.</summary>
    private void RankAll(PruneStage stage, MaskSet masks)
    {
        long total = After(stage, Fraction.One, _units.Sum(), _pruned.Sum());
        long[] actual = [.. masks.Select(mask => mask.Pruned)];
        Assert.Equal(total, actual.Sum());
        _isRanked = true;
        for (int i = 0; i < _units.Length; i++)
        {
            Assert.InRange(actual[i], _pruned[i], _units[i] - 1);
            _pruned[i] = actual[i];
        }
    }

    private static long After(PruneStage stage, Fraction scale, long units, long pruned)
    {
        Fraction amount = Fraction.Of(stage.Amount);
        return stage.AmountKind switch
        {
            AmountKind.Sparsity => Share(amount * scale, units),
            AmountKind.Keep => Share((Fraction.One - amount) * scale, units),
            AmountKind.Compression => Share((Fraction.One - (Fraction.One / amount)) * scale, units),
            AmountKind.Remove => pruned + Share(amount * scale, units - pruned),
            _ => pruned + Share(amount * scale, 1),
        };
    }

    private static long Share(Fraction share, long units) => (share * Fraction.Of(units)).Round();

    /// <summary>An exact number.</summary>
    private readonly record struct Fraction(BigInteger Top, BigInteger Bottom)
    {
        public static Fraction One => new(1, 1);

        public static Fraction Of(decimal value)
        {
            int[] bits = decimal.GetBits(value);
            var top = new BigInteger(new decimal(bits[0], bits[1], bits[2], isNegative: value < 0, scale: 0));
            return new Fraction(top, BigInteger.Pow(10, (bits[3] >> 16) & 0xFF));
        }

        /// <summary>To nearest, ties to even.</summary>
        public long Round()
        {
            BigInteger twice = BigInteger.Abs(Top) * 2;
            BigInteger down = BigInteger.DivRem(twice, Bottom * 2, out BigInteger rest);
            bool isUp = rest > Bottom || (rest == Bottom && !down.IsEven);
            return (long)(isUp ? down + 1 : down) * (Top.Sign < 0 ? -1 : 1);
        }

        public static Fraction operator *(Fraction a, Fraction b) => new(a.Top * b.Top, a.Bottom * b.Bottom);

        public static Fraction operator /(Fraction a, Fraction b) => new(a.Top * b.Bottom, a.Bottom * b.Top);

        public static Fraction operator -(Fraction a, Fraction b) =>
            new((a.Top * b.Bottom) - (b.Top * a.Bottom), a.Bottom * b.Bottom);
    }
}
