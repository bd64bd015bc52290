using System.Numerics;

namespace PruningRecipes.Torch;

/// <summary>
/// A number beside each weight of each layer, of the weight's type and zero at first: momentum, multipliers, learned scores.
/// </summary>
/// <param name="layers">The layers.</param>
internal sealed unsafe class LayerNumbers(IReadOnlyList<MaskedLayer> layers) : IDisposable
{
    private readonly NativeBlock?[] _blocks = new NativeBlock?[layers.Count];

    /// <summary>The numbers of a layer. The first call takes the memory; those after it allocate nothing.</summary>
    /// <param name="layer">The number of the layer.</param>
    public WeightView this[int layer]
    {
        get
        {
            WeightView weights = layers[layer].Weights;
            if (_blocks[layer] is not { } block)
            {
                block = new NativeBlock(weights.ByteLength);
                new Span<byte>(block.Start, checked((int)weights.ByteLength)).Clear();
                _blocks[layer] = block;
            }

            return weights with
            {
                Address = (nint)block.Start,
            };
        }
    }

    /// <summary>Multiplies the numbers of a layer by a factor, and adds others to them.</summary>
    /// <param name="layer">The number of the layer.</param>
    /// <param name="terms">What is added: as many of the same type.</param>
    /// <param name="factor">The factor.</param>
    public void Accumulate(int layer, WeightView terms, double factor)
    {
        WeightView sums = this[layer];
        if (sums.Type == ElementType.Float32)
        {
            Accumulate((float*)sums.Address, (float*)terms.Address, sums.Length, (float)factor);
        }
        else
        {
            Accumulate((double*)sums.Address, (double*)terms.Address, sums.Length, factor);
        }
    }

    public void Dispose()
    {
        foreach (NativeBlock? block in _blocks)
        {
            block?.Dispose();
        }
    }

    private static void Accumulate<T>(T* sums, T* terms, long length, T factor)
        where T : unmanaged, INumber<T>
    {
        var factors = new Vector<T>(factor);
        long i = 0;
        for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
        {
            ((Vector.Load(sums + i) * factors) + Vector.Load(terms + i)).Store(sums + i);
        }

        for (; i < length; i++)
        {
            sums[i] = (sums[i] * factor) + terms[i];
        }
    }
}
