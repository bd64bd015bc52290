namespace PruningRecipes;

/// <summary>
/// Blocks of a layer's weight whose weights get one magnitude, each with its sign, and blocks that become zero (Lin et al.,
/// 2021). Of kept weights w, the nearest shared magnitude is m = mean |w|, and unifying costs e = sum (|w| - m)²; pruning costs
/// the number of them times m² more.
/// </summary>
/// <remarks>
/// The blocks with the lowest e are taken, as many as are unified and pruned together, and of those the ones become zero for
/// which that costs least more. The order is (cost, position), so the outcome is unique; what is unified already costs nothing
/// and stays as it is. Pruned weights are no part of their blocks.
/// </remarks>
internal sealed unsafe class BlockUnification : IDisposable
{
    private readonly string _path;
    private readonly UnitLayout _layout;
    private readonly NativeBlock _numbers;

    /// <param name="path">The path of the weight, for messages.</param>
    /// <param name="layout">The blocks.</param>
    public BlockUnification(string path, UnitLayout layout)
    {
        _path = path;
        _layout = layout;
        Unified = new BitMask(layout.Count);
        Kept = new BitMask(layout.Count);
        _numbers = new NativeBlock(3 * layout.Count * sizeof(double));
    }

    /// <summary>How many blocks there are.</summary>
    public long Count => _layout.Count;

    /// <summary>The blocks that are unified.</summary>
    public BitMask Unified { get; }

    /// <summary>The blocks that are not zero afterwards.</summary>
    public BitMask Kept { get; }

    private WeightView Magnitudes => Numbers(0);

    private WeightView UnifyingCosts => Numbers(1);

    private WeightView PruningCosts => Numbers(2);

    /// <summary>Counts the blocks of which every weight is pruned.</summary>
    public long CountPruned(BitMask mask)
    {
        _layout.Gather(mask, Kept);
        return Kept.Pruned;
    }

    /// <summary>Chooses the blocks.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="mask">Their mask.</param>
    /// <param name="unified">How many blocks are unified.</param>
    /// <param name="pruned">How many blocks become zero, beside those without a kept weight.</param>
    /// <exception cref="RecipeException">There are fewer blocks, or a weight is not a number.</exception>
    public void Choose(WeightView weights, BitMask mask, long unified, long pruned)
    {
        _layout.Gather(mask, Kept);
        Measure(weights, mask);
        Unified.CopyFrom(Kept);
        Prune(Kept, UnifyingCosts, unified + pruned);
        Unified.Subtract(Kept);
        Prune(Unified, PruningCosts, pruned);
        Kept.UnionWith(Unified);
    }

    /// <summary>Gives the unified blocks their magnitudes, and sets what is pruned to zero.</summary>
    /// <param name="weights">The weights that the blocks were chosen on.</param>
    /// <param name="mask">Their mask.</param>
    public void Write(WeightView weights, BitMask mask)
    {
        foreach (UnitRun run in _layout)
        {
            bool isKept = Kept.IsKept(run.Unit);
            bool isUnified = Unified.IsKept(run.Unit);
            double magnitude = Magnitudes[run.Unit];
            for (long i = run.First; i < run.First + run.Length; i++)
            {
                if (!isKept || !mask.IsKept(i))
                {
                    weights[i] = 0;
                }
                else if (isUnified)
                {
                    // A zero is positive, whichever its sign bit.
                    weights[i] = weights[i] < 0 ? -magnitude : magnitude;
                }
            }
        }
    }

    /// <summary>Prunes the weights of blocks that became zero.</summary>
    /// <param name="mask">The mask of the weights.</param>
    public void PruneWeights(BitMask mask) => _layout.Scatter(Kept, mask);

    /// <summary>The kept weights of unified blocks.</summary>
    /// <param name="mask">The mask of the weights.</param>
    /// <param name="weights">Is overwritten: one bit for each weight.</param>
    public void MarkUnified(BitMask mask, BitMask weights)
    {
        weights.KeepAll();
        _layout.Scatter(Unified, weights);
        weights.IntersectWith(mask);
    }

    public void Dispose()
    {
        Unified.Dispose();
        Kept.Dispose();
        _numbers.Dispose();
    }

    private void Measure(WeightView weights, BitMask mask)
    {
        (WeightView magnitudes, WeightView counts, WeightView sums) = (Magnitudes, PruningCosts, UnifyingCosts);
        new Span<double>(_numbers.Start, checked((int)(3 * Count))).Clear();

        // The mean as the first magnitude and the mean distance from it: exactly that of equal ones.
        foreach (UnitRun run in _layout)
        {
            for (long i = run.First; i < run.First + run.Length; i++)
            {
                if (mask.IsKept(i))
                {
                    double magnitude = Math.Abs(weights[i]);
                    if (counts[run.Unit]++ == 0)
                    {
                        magnitudes[run.Unit] = magnitude;
                    }

                    sums[run.Unit] += magnitude - magnitudes[run.Unit];
                }
            }
        }

        for (long block = 0; block < Count; block++)
        {
            double count = counts[block];
            magnitudes[block] += count == 0 ? 0 : sums[block] / count;
            sums[block] = 0;
            counts[block] = count * magnitudes[block] * magnitudes[block];
        }

        foreach (UnitRun run in _layout)
        {
            for (long i = run.First; i < run.First + run.Length; i++)
            {
                double distance = mask.IsKept(i) ? Math.Abs(weights[i]) - magnitudes[run.Unit] : 0;
                sums[run.Unit] += distance * distance;
            }
        }
    }

    private void Prune(BitMask blocks, WeightView costs, long count) =>
        Selection.Prune([new ScoredLayer(_path, blocks, ScoreView.Of(costs)) { Protected = 0 }], count);

    private WeightView Numbers(int place) =>
        new((nint)_numbers.Start + (nint)(place * Count * sizeof(double)), Count, ElementType.Float64);
}
