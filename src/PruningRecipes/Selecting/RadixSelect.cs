using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Narrow128 = PruningRecipes.KeyLanes128<PruningRecipes.Float32, float, uint>;
using Narrow256 = PruningRecipes.KeyLanes256<PruningRecipes.Float32, float, uint>;
using Narrow512 = PruningRecipes.KeyLanes512<PruningRecipes.Float32, float, uint>;

namespace PruningRecipes;

/// <summary>
/// The passes of <see cref="Selection"/> over all layers, and their memory, which is kept from one selection to the next. The
/// chunks do not depend on the threads, and what threads add up are whole numbers, so the outcome is the same for any number
/// of them. The passes are compiled for speed at once: a training may never come to call them often.
/// </summary>
internal sealed unsafe class RadixSelect : ParallelWork
{
    /// <summary>The bits of a digit where there are many chunks, and one pass less over them is the most that can be saved.</summary>
    private const int WideDigitBits = 16;

    /// <summary>Those where there are few: to clear and to add up as many counts as digits is then the most of the work.</summary>
    private const int NarrowDigitBits = 12;

    private const int FewChunks = 16;

    private readonly List<NativeBlock> _histograms = [];
    private ScoredLayer[] _layers = [];
    private SelectionChunk[] _chunks = [];
    private int _layerCount;
    private int _chunkCount;
    private int _bits;
    private int _digitBits;
    private int _slots;

    private Pass _pass;
    private ulong _threshold;

    /// <summary>The lowest bit of the threshold that is known.</summary>
    private int _known;

    /// <summary>The lowest bit of the digit that is counted.</summary>
    private int _shift;

    private bool IsWide => _bits > ScoreKeys.Bits / 2;

    private Span<SelectionChunk> Chunks => _chunks.AsSpan(0, _chunkCount);

    private enum Pass
    {
        Survey,
        Refine,
        Mark,
        MarkTies,
    }

    /// <summary>Prunes units of these layers, of which there are enough.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="count">How many units to prune, above 0.</param>
    /// <param name="threads">The most threads that work on it.</param>
    /// <param name="keepsBest">Whether the last unit in the order of each layer is never taken.</param>
    /// <exception cref="RecipeException">A score is not a number; the masks are as before.</exception>
    public void Prune(ReadOnlySpan<ScoredLayer> layers, long count, int threads, bool keepsBest = true)
    {
        Prepare(layers, threads);
        RunCount(Pass.Survey);
        RefuseNaN();
        Span<long> best = layers.Length <= 256 ? stackalloc long[layers.Length] : new long[layers.Length];
        best.Fill(-1);
        if (keepsBest)
        {
            SetAsideBest(best);
        }

        FindThreshold(ref count);
        RunPass(Pass.Mark);
        ShareTies(count);
        RunPass(Pass.MarkTies);
        for (int i = 0; i < best.Length; i++)
        {
            if (best[i] >= 0)
            {
                layers[i].Mask.Keep(best[i]);
            }
        }

        // The masks and the weights are their owners' again.
        Array.Clear(_layers, 0, _layerCount);
    }

    public override void Run(int chunk, int slot)
    {
        ref SelectionChunk part = ref _chunks[chunk];
        ScoreView scores = _layers[part.Layer].Scores;
        if (scores.Form == ScoreForm.Random)
        {
            VisitRandom(ref part, slot, scores.Random);
        }
        else
        {
            var visit = new Visiting(this, chunk, slot);
            scores.Values.Type.Run(ref visit);
        }
    }

    private void Visit<T, TNumber, TKey>(ref SelectionChunk part, int slot, ScoreView scores)
        where T : unmanaged, IElement<T, TNumber>
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
        where TKey : unmanaged
    {
        bool isWidened = IsWide && sizeof(TKey) < sizeof(ulong);
        if (isWidened || !Vector128.IsHardwareAccelerated)
        {
            Visit(
                ref part,
                slot,
                new ScalarUnits<ElementKeys<T, TNumber>>(new ElementKeys<T, TNumber>(scores, IsWide))
            );
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            Visit(ref part, slot, new VectorUnits<KeyLanes512<T, TNumber, TKey>, Vector512<TKey>, T>(scores));
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Visit(ref part, slot, new VectorUnits<KeyLanes256<T, TNumber, TKey>, Vector256<TKey>, T>(scores));
        }
        else
        {
            Visit(ref part, slot, new VectorUnits<KeyLanes128<T, TNumber, TKey>, Vector128<TKey>, T>(scores));
        }
    }

    private void VisitRandom(ref SelectionChunk part, int slot, RandomSource random)
    {
        uint* keys = stackalloc uint[BitMask.WordBits];
        if (IsWide || !Vector128.IsHardwareAccelerated)
        {
            Visit(ref part, slot, new ScalarUnits<RandomKeys>(new RandomKeys(random)));
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            Visit(ref part, slot, new RandomUnits<Narrow512, Vector512<uint>>(random, keys));
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Visit(ref part, slot, new RandomUnits<Narrow256, Vector256<uint>>(random, keys));
        }
        else
        {
            Visit(ref part, slot, new RandomUnits<Narrow128, Vector128<uint>>(random, keys));
        }
    }

    private static int SignificantBits(ReadOnlySpan<ScoredLayer> layers)
    {
        int bits = 0;
        foreach (ref readonly ScoredLayer layer in layers)
        {
            bits = Math.Max(bits, ScoreKeys.SignificantBits(layer.Scores));
        }

        return bits;
    }

    private void Prepare(ReadOnlySpan<ScoredLayer> layers, int threads)
    {
        _bits = SignificantBits(layers);
        _layerCount = layers.Length;
        Grow(ref _layers, layers.Length);
        layers.CopyTo(_layers);
        _chunkCount = 0;
        for (int i = 0; i < layers.Length; i++)
        {
            long words = layers[i].Mask.WordCount;
            for (long first = 0; first < words; first += SelectionChunk.Words)
            {
                Grow(ref _chunks, _chunkCount + 1);
                _chunks[_chunkCount++] = new SelectionChunk
                {
                    Layer = i,
                    Range = new WordRange(first, Math.Min(first + SelectionChunk.Words, words)),
                };
            }
        }

        _digitBits = _chunkCount <= FewChunks ? NarrowDigitBits : WideDigitBits;

        // A histogram is cleared and added up for each thread, which a few chunks do not repay.
        _slots = Math.Clamp(_chunkCount / 4, 1, threads);
        while (_histograms.Count < _slots)
        {
            _histograms.Add(new NativeBlock(sizeof(long) << WideDigitBits));
        }
    }

    private void RunPass(Pass pass)
    {
        _pass = pass;
        WorkCrew.Shared.Run(this, _chunkCount, _slots);
    }

    /// <summary>A pass that counts keys, into the first histogram in the end.</summary>
    private void RunCount(Pass pass)
    {
        for (int i = 0; i < _slots; i++)
        {
            new Span<long>(Histogram(i), 1 << _digitBits).Clear();
        }

        RunPass(pass);
        long* total = Histogram(0);
        for (int i = 1; i < _slots; i++)
        {
            long* part = Histogram(i);
            for (int digit = 0; digit < 1 << _digitBits; digit++)
            {
                total[digit] += part[digit];
            }
        }
    }

    private void RefuseNaN()
    {
        foreach (ref readonly SelectionChunk chunk in Chunks)
        {
            if (chunk.NotANumber >= 0)
            {
                string path = _layers[chunk.Layer].Path;
                throw new RecipeException($"The score of '{path}' is not a number at index {chunk.NotANumber}.");
            }
        }
    }

    /// <summary>Takes each layer's best unit out of its mask and of the histogram, so that no later pass meets it.</summary>
    private void SetAsideBest(Span<long> best)
    {
        for (int i = 0; i < _chunkCount; )
        {
            int layer = _chunks[i].Layer;
            ulong bestKey = 0;
            for (; i < _chunkCount && _chunks[i].Layer == layer; i++)
            {
                if (_chunks[i].Best >= 0 && _chunks[i].BestKey >= bestKey)
                {
                    bestKey = _chunks[i].BestKey;
                    best[layer] = _chunks[i].Best;
                }
            }

            if (best[layer] >= 0)
            {
                Histogram(0)[bestKey >> (ScoreKeys.Bits - _digitBits)]--;
                _layers[layer].Mask.Prune(best[layer]);
            }
        }
    }

    /// <summary>Finds the key of the last unit to be pruned.</summary>
    /// <param name="count">How many units to prune; then, how many of those with this key.</param>
    private void FindThreshold(ref long count)
    {
        _shift = ScoreKeys.Bits - _digitBits;
        _threshold = TakeDigit(ref count) << _shift;
        int last = ScoreKeys.Bits - _bits;
        while (_shift > last)
        {
            _known = _shift;
            _shift = Math.Max(_shift - _digitBits, last);
            RunCount(Pass.Refine);
            _threshold |= TakeDigit(ref count) << _shift;
        }
    }

    /// <summary>The digit in which the <paramref name="count"/>-th key lies; of the count, those below it are subtracted.</summary>
    private ulong TakeDigit(ref long count)
    {
        long* histogram = Histogram(0);
        int digit = 0;
        while (histogram[digit] < count)
        {
            count -= histogram[digit++];
        }

        return (ulong)digit;
    }

    private void ShareTies(long count)
    {
        foreach (ref SelectionChunk chunk in Chunks)
        {
            chunk.Ties = Math.Min(chunk.Ties, count);
            count -= chunk.Ties;
        }
    }

    private void Visit<TUnits>(ref SelectionChunk chunk, int slot, TUnits units)
        where TUnits : struct, IKeyedUnits
    {
        ulong* words = _layers[chunk.Layer].Mask.Words;
        switch (_pass)
        {
            case Pass.Survey:
                Survey(ref chunk, words, Histogram(slot), WideDigitBits - _digitBits, units);
                break;
            case Pass.Refine:
                Refine(chunk.Range, words, Histogram(slot), units);
                break;
            case Pass.Mark:
                Mark(ref chunk, words, units);
                break;
            default:
                MarkTies(chunk, words, units);
                break;
        }
    }

    /// <summary>Counts the keys by their highest digit, and looks for NaN and for the best unit.</summary>
    [MethodImpl(Kernel.Compiled)]
    private static void Survey<TUnits>(ref SelectionChunk chunk, ulong* words, long* histogram, int shift, TUnits units)
        where TUnits : struct, IKeyedUnits
    {
        uint* digits = stackalloc uint[BitMask.WordBits];
        ulong bestKey = 0;
        long best = -1;
        chunk.NotANumber = -1;
        for (long w = chunk.Range.First; w < chunk.Range.End; w++)
        {
            ulong kept = words[w];
            if (kept == 0)
            {
                continue;
            }

            long first = w * BitMask.WordBits;
            ulong notNumbers = units.NotNumbers(w, kept);
            if (notNumbers != 0)
            {
                chunk.NotANumber = first + BitOperations.TrailingZeroCount(notNumbers);
                return;
            }

            for (ulong rest = kept & ~units.Split(w, kept, bestKey, bestKey).Below; rest != 0; rest &= rest - 1)
            {
                long unit = first + BitOperations.TrailingZeroCount(rest);
                ulong key = units[unit];
                if (key >= bestKey)
                {
                    (bestKey, best) = (key, unit);
                }
            }

            units.HighDigits(w, kept, digits);
            if (kept == ulong.MaxValue)
            {
                for (int i = 0; i < BitMask.WordBits; i++)
                {
                    histogram[digits[i] >> shift]++;
                }
            }
            else
            {
                for (ulong rest = kept; rest != 0; rest &= rest - 1)
                {
                    histogram[digits[BitOperations.TrailingZeroCount(rest)] >> shift]++;
                }
            }
        }

        (chunk.BestKey, chunk.Best) = (bestKey, best);
    }

    /// <summary>Counts the keys that begin as the threshold does, by their next digit.</summary>
    [MethodImpl(Kernel.Compiled)]
    private void Refine<TUnits>(WordRange range, ulong* words, long* histogram, TUnits units)
        where TUnits : struct, IKeyedUnits
    {
        ulong low = _threshold;
        ulong high = low | ((1UL << _known) - 1);
        for (long w = range.First; w < range.End; w++)
        {
            ulong within = units.Split(w, words[w], low, high).Within;
            for (; within != 0; within &= within - 1)
            {
                long unit = (w * BitMask.WordBits) + BitOperations.TrailingZeroCount(within);
                histogram[(units[unit] - low) >> _shift]++;
            }
        }
    }

    /// <summary>Prunes what lies below the threshold, and counts what lies on it.</summary>
    [MethodImpl(Kernel.Compiled)]
    private void Mark<TUnits>(ref SelectionChunk chunk, ulong* words, TUnits units)
        where TUnits : struct, IKeyedUnits
    {
        long ties = 0;
        for (long w = chunk.Range.First; w < chunk.Range.End; w++)
        {
            (ulong below, ulong within) = units.Split(w, words[w], _threshold, _threshold);
            words[w] &= ~below;
            ties += BitOperations.PopCount(within);
        }

        chunk.Ties = ties;
    }

    /// <summary>Prunes the first units that lie on the threshold.</summary>
    [MethodImpl(Kernel.Compiled)]
    private void MarkTies<TUnits>(in SelectionChunk chunk, ulong* words, TUnits units)
        where TUnits : struct, IKeyedUnits
    {
        long left = chunk.Ties;
        for (long w = chunk.Range.First; left > 0; w++)
        {
            ulong within = units.Split(w, words[w], _threshold, _threshold).Within;
            for (; within != 0 && left > 0; within &= within - 1, left--)
            {
                words[w] &= ~(within & (0 - within));
            }
        }
    }

    private long* Histogram(int slot) => (long*)_histograms[slot].Start;

    private static void Grow<T>(ref T[] array, int count)
    {
        if (array.Length < count)
        {
            Array.Resize(ref array, Math.Max(count, array.Length * 2));
        }
    }

    private readonly struct Visiting(RadixSelect select, int chunk, int slot) : IElementWork
    {
        public void Run<T, TNumber>()
            where T : unmanaged, IElement<T, TNumber>
            where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
        {
            ref SelectionChunk part = ref select._chunks[chunk];
            ScoreView scores = select._layers[part.Layer].Scores;
            if (sizeof(TNumber) == sizeof(ulong))
            {
                select.Visit<T, TNumber, ulong>(ref part, slot, scores);
            }
            else
            {
                select.Visit<T, TNumber, uint>(ref part, slot, scores);
            }
        }
    }
}
