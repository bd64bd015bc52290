using System.Runtime.InteropServices;

namespace PruningRecipes.SideBySide;

/// <summary>This project's runtime on one set of weights, which lie as a tensor's do.</summary>
internal sealed unsafe class Contender : IDisposable
{
    public const string Name = "Pruning Recipes";
    public const string CopyName = "memory copy";

    private readonly WeightSet _set;
    private readonly List<NativeBlock> _memory = [];
    private readonly WeightView[] _weights;
    private readonly WeightView[] _gradients;
    private readonly WeightView[] _momenta;
    private readonly WeightView[] _dense;
    private readonly TensorBytes[] _tensors;
    private readonly BitMask[] _masks;
    private readonly ScoredLayer[] _layers;
    private readonly MaskPass _pass = new();
    private readonly MaskPass _gradientPass = new();

    public Contender(WeightSet set)
    {
        _set = set;
        _weights = Views();
        _gradients = Views();
        _momenta = Views();
        _dense = Views();
        long first = 0;
        foreach (WeightView view in _dense)
        {
            var values = new Span<float>((void*)view.Address, checked((int)view.Length));
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = WeightFormula.Weight(first + i);
            }

            first += view.Length;
        }

        Fill(_weights);
        _tensors =
        [
            .. _weights.Select((view, i) => new TensorBytes($"{i}", view.Address, view.ByteLength, $"{view.Type}")),
        ];
        _masks = [.. _weights.Select(view => new BitMask(view.Length))];
        _layers = [.. _weights.Select((view, i) => new ScoredLayer($"{i}", _masks[i], ScoreView.Magnitude(view)))];
    }

    /// <summary>Measures with so many threads.</summary>
    public (Figures Ours, Figures Copy) Measure(int threads)
    {
        Threads.Most = threads;
        var copy = new CopyWork(_dense, _momenta);
        Fill(_weights);
        KeepAllUnits();
        double mask = Stopwatches.Median(MakeMasks, KeepAllUnits);
        long extra = ResidentMemory.Peak(() => MakeNewMasks(threads));
        double keepWeights = Keep([_weights]);
        double keepAll = Keep([_weights, _gradients, _momenta]);
        double training = Stopwatches.Median(
            () =>
            {
                RunPass(_gradientPass, [_gradients]);
                RunPass(_pass, [_weights]);
            },
            () => Fill(_gradients)
        );
        using var snapshot = new Snapshot("init", _tensors);
        double save = Stopwatches.Median(() => snapshot.TryRecapture(_tensors));
        double rewind = Stopwatches.Median(() =>
        {
            var pass = new CopyPass();
            for (int i = 0; i < _weights.Length; i++)
            {
                snapshot.Rewind(pass, _tensors[i].Path, _weights[i], _masks[i]);
            }

            pass.Run();
        });
        var ours = new Figures
        {
            Contender = Name,
            Set = _set.Name,
            Threads = threads,
            Mask = mask,
            KeepWeights = keepWeights,
            KeepAll = keepAll,
            Training = training,
            Snapshot = save,
            Rewind = rewind,
            ExtraBytes = extra,
        };
        double once = Stopwatches.Median(copy.Run);
        var limit = new Figures
        {
            Contender = CopyName,
            Set = _set.Name,
            Threads = threads,
            KeepWeights = once,
            Snapshot = once,
            Rewind = once,
        };
        return (ours, limit);

        double Keep(WeightView[][] views) =>
            Stopwatches.Median(() => RunPass(_pass, views), () => Array.ForEach(views, Fill));
    }

    /// <summary>Whether masks are those that a peer wrote, each layer's bits from a byte of their own.</summary>
    public bool HasMasks(ReadOnlySpan<byte> bits)
    {
        foreach (BitMask mask in _masks)
        {
            var own = new ReadOnlySpan<byte>(mask.Words, checked((int)((mask.Length + 7) / 8)));
            if (bits.Length < own.Length || !own.SequenceEqual(bits[..own.Length]))
            {
                return false;
            }

            bits = bits[own.Length..];
        }

        return bits.IsEmpty;
    }

    public void Dispose()
    {
        Array.ForEach(_masks, mask => mask.Dispose());
        _memory.ForEach(block => block.Dispose());
    }

    private void MakeMasks() => Selection.Prune(_layers, _set.Pruned);

    /// <summary>As the first time: with new masks, and memory of its own for the selection.</summary>
    private void MakeNewMasks(int threads)
    {
        ScoredLayer[] layers = [.. _layers.Select(layer => layer with { Mask = new BitMask(layer.Mask.Length) })];
        new RadixSelect().Prune(layers, _set.Pruned, threads);
        Array.ForEach(layers, layer => layer.Mask.Dispose());
    }

    private void KeepAllUnits() => Array.ForEach(_masks, mask => mask.KeepAll());

    private void RunPass(MaskPass pass, WeightView[][] views)
    {
        Span<WeightView> layer = stackalloc WeightView[views.Length];
        pass.Clear();
        for (int i = 0; i < _masks.Length; i++)
        {
            for (int j = 0; j < views.Length; j++)
            {
                layer[j] = views[j][i];
            }

            pass.Add(_masks[i], layer);
        }

        pass.Run();
    }

    private WeightView[] Views() =>
        [
            .. _set.Shapes.Select(shape =>
            {
                long units = WeightSet.Units64(shape);
                var block = new NativeBlock(units * sizeof(float));
                NativeMemory.Clear(block.Start, (nuint)block.ByteLength);
                _memory.Add(block);
                return new WeightView((nint)block.Start, units, ElementType.Float32);
            }),
        ];

    private void Fill(WeightView[] views)
    {
        for (int i = 0; i < views.Length; i++)
        {
            NativeMemory.Copy((void*)_dense[i].Address, (void*)views[i].Address, (nuint)views[i].ByteLength);
        }
    }
}
