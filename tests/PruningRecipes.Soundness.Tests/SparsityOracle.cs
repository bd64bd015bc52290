using System.Numerics;
using PruningRecipes.Torch;

namespace PruningRecipes.Soundness.Tests;

/// <summary>
/// What each layer must have pruned, worked out in fractions of whole numbers from the language's reference alone, and
/// compared with the masks after every stage.
/// </summary>
internal sealed class SparsityOracle(RecipeDefinition definition)
{
    private readonly OracleLayer[] _layers = [.. definition.Layers.Select(layer => new OracleLayer(layer))];

    /// <summary>How many weights were pruned when each stage ran last.</summary>
    public Dictionary<int, long> PrunedAfter { get; } = [];

    /// <summary>A prune stage ran.</summary>
    public void Pruned(PruneStage stage, MaskSet masks)
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i].Begin(stage);
        }

        OracleLayer[] groups = [.. _layers.Where(layer => layer.Grain.Kind == Grain.NOfM)];
        OracleLayer[] others = [.. _layers.Except(groups)];
        long[] before = [.. others.Select(layer => layer.Pruned)];
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i].Take(masks[i]);
        }

        Assert.All(groups, layer => layer.AssertGroups());
        if (stage.Allocation == Allocation.Layer)
        {
            for (int i = 0; i < others.Length; i++)
            {
                OracleLayer layer = others[i];
                long after =
                    layer.Plan.Sparsity is { } own ? Math.Max(before[i], Share(Fraction.Of(own), layer.Units))
                    : stage.Grain.Kind == Grain.NOfM
                        ? Math.Max(before[i], After(stage, Fraction.One, layer.Units, before[i]))
                    : layer.IsRanked
                        ? Math.Max(before[i], After(stage, Fraction.Of(layer.Plan.Scale), layer.Units, before[i]))
                    : After(stage, Fraction.Of(layer.Plan.Scale), layer.Units, before[i]);
                Assert.Equal(after, layer.Pruned);
            }
        }
        else if (stage.AmountKind == AmountKind.Flops)
        {
            AssertOperations(stage, others, before);
        }
        else if (others.Length > 0)
        {
            long total = After(stage, Fraction.One, others.Sum(layer => layer.Units), before.Sum());
            Assert.Equal(total, others.Sum(layer => layer.Pruned));
            if (stage.Allocation != Allocation.Global)
            {
                AssertDivided(stage.Allocation, others, before);
            }
        }

        for (int i = 0; i < others.Length; i++)
        {
            Assert.InRange(others[i].Pruned, before[i], Math.Max(before[i], others[i].Units - others[i].Protected));
        }

        foreach (OracleLayer layer in _layers)
        {
            layer.IsRanked |= stage.Allocation == Allocation.Global;
        }
    }

    /// <summary>A unify stage with a share to prune ran: by its own blocks, whatever the grain of a layer's rule is.</summary>
    public void Unified(UnifyStage stage, decimal pruned, MaskSet masks)
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            OracleLayer layer = _layers[i];
            layer.Begin(new GrainSpec(Grain.Block, stage.Rows, stage.Columns), Protection.Default);
            long before = layer.Pruned;
            layer.Take(masks[i]);
            long expected = layer.Plan.Sparsity is { } own
                ? Math.Max(before, Share(Fraction.Of(own), layer.Units))
                : Math.Max(
                    layer.IsRanked ? before : 0,
                    Share(Fraction.Of(pruned) * Fraction.Of(layer.Plan.Scale), layer.Units)
                );
            Assert.Equal(expected, layer.Pruned);
        }
    }

    /// <summary>A training with a rewire action ran: each layer has as many pruned as before, but for what ramps took.</summary>
    public void Rewired(MaskSet masks)
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i].Exchange(masks[i]);
        }
    }

    /// <summary>A search ran: without an amount it keeps as many as it learned to, but some of each layer.</summary>
    public void Searched(decimal? keep, MaskSet masks)
    {
        var stage = new PruneStage
        {
            Score = Score.EdgePopup,
            AmountKind = AmountKind.Keep,
            Amount = keep ?? 1,
        };
        if (keep is not null)
        {
            Pruned(stage, masks);
            return;
        }

        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i].Begin(stage);
            bool wasEmpty = _layers[i].Pruned == _layers[i].Units;
            _layers[i].Take(masks[i]);
            Assert.Equal(wasEmpty, masks[i].Kept == 0);
        }
    }

    /// <summary>Any stage ran: the masks are what they were after the last prune stage.</summary>
    public void Ran(int stage, MaskSet masks)
    {
        PrunedAfter[stage] = masks.Pruned;
        Assert.All(_layers.Zip(masks), pair => pair.First.AssertSame(pair.Second));
    }

    /// <summary>
    /// A weight of a linear layer is multiplied once: as few units went as it takes, so that one of them, of whichever layer, was
    /// one too few.
    /// </summary>
    private static void AssertOperations(PruneStage stage, OracleLayer[] layers, long[] before)
    {
        Fraction share = Fraction.One - Fraction.Of(stage.Amount);
        long left = layers.Sum(layer => layer.KeptWeights);
        Fraction most = share * Fraction.Of(layers.Sum(layer => layer.Weights));
        Assert.True(left * most.Bottom <= most.Top);
        bool[] changed = [.. layers.Select((layer, i) => layer.Pruned > before[i])];
        if (changed.Contains(true))
        {
            long unit = layers.Where((_, i) => changed[i]).Max(layer => layer.Weights / layer.Units);
            Assert.True((left + unit) * most.Bottom > most.Top);
        }
    }

    /// <summary>Each layer has its share, found by halving, but for rounding.</summary>
    private static void AssertDivided(Allocation allocation, OracleLayer[] layers, long[] before)
    {
        (double Weight, long Least, long Most)[] shares =
        [
            .. layers.Select(
                (layer, i) =>
                {
                    long most = layer.Units - before[i];
                    double fifth = Math.Ceiling(0.2 * layer.Units - 1e-9);
                    bool isLast = i == layers.Length - 1 && allocation == Allocation.UniformPlus;
                    long least = Math.Max(layer.Protected, isLast ? (long)fifth : 0);
                    double density =
                        allocation == Allocation.UniformPlus
                            ? 1
                            : (double)layer.Plan.Shape.Sum() / layer.Plan.Shape.Aggregate((a, b) => a * b);
                    return (density * layer.Units, Math.Min(least, most), most);
                }
            ),
        ];
        (double low, double high) = (0, 1e9);
        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2;
            double sum = shares.Sum(share => Math.Clamp(middle * share.Weight, share.Least, share.Most));
            (low, high) = sum < layers.Sum(layer => layer.Units - layer.Pruned) ? (middle, high) : (low, middle);
        }

        for (int i = 0; i < layers.Length; i++)
        {
            double exact = Math.Clamp(high * shares[i].Weight, shares[i].Least, shares[i].Most);
            Assert.InRange(layers[i].Units - layers[i].Pruned, Math.Floor(exact - 1e-6), Math.Ceiling(exact + 1e-6));
        }
    }

    private static long After(PruneStage stage, Fraction scale, long units, long pruned)
    {
        Fraction amount = Fraction.Of(stage.Amount);
        return stage.AmountKind switch
        {
            AmountKind.Sparsity or AmountKind.Flops => Share(amount * scale, units),
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
