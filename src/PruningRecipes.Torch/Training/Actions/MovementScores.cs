using System.Numerics;

namespace PruningRecipes.Torch;

/// <summary>
/// A score for each weight, 0 at first, that falls by the product of weight and gradient: what moves away from zero gains
/// (movement pruning: Sanh, Wolf and Rush, NeurIPS 2020). As the mask multiplies the weight, that is gradient descent on
/// the scores, straight through the mask.
/// </summary>
internal sealed unsafe class MovementScores : IDisposable
{
    private readonly IReadOnlyList<MaskedLayer> _layers;
    private readonly double _learningRate;
    private readonly NativeBlock[] _blocks;
    private readonly WeightView[] _scores;

    /// <summary>Scores of zero.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="learningRate">The factor on the products.</param>
    public MovementScores(IReadOnlyList<MaskedLayer> layers, double learningRate)
    {
        _layers = layers;
        _learningRate = learningRate;
        _blocks = [.. layers.Select(layer => new NativeBlock(layer.Weights.ByteLength))];
        _scores = [.. layers.Select((layer, i) => layer.Weights with { Address = (nint)_blocks[i].Start })];
        foreach (NativeBlock block in _blocks)
        {
            new Span<byte>(block.Start, checked((int)block.ByteLength)).Clear();
        }
    }

    /// <summary>The scores of each layer, where they lie.</summary>
    public IReadOnlyList<ScoreView> Views => [.. _scores.Select(ScoreView.Of)];

    /// <summary>Takes the weights and gradients of a step, which are not masked yet. Allocates nothing.</summary>
    public void Learn()
    {
        for (int i = 0; i < _scores.Length; i++)
        {
            if (_layers[i].FindGradient() is [var gradient, ..])
            {
                Learn(_scores[i], _layers[i].Weights, gradient, _learningRate);
            }
        }
    }

    public void Dispose()
    {
        foreach (NativeBlock block in _blocks)
        {
            block.Dispose();
        }
    }

    private static void Learn(WeightView scores, WeightView weights, WeightView gradient, double rate)
    {
        if (scores.Type == ElementType.Float32)
        {
            Learn(
                (float*)scores.Address,
                (float*)weights.Address,
                (float*)gradient.Address,
                scores.Length,
                (float)rate
            );
        }
        else
        {
            Learn((double*)scores.Address, (double*)weights.Address, (double*)gradient.Address, scores.Length, rate);
        }
    }

    private static void Learn<T>(T* scores, T* weights, T* gradient, long length, T rate)
        where T : unmanaged, INumber<T>
    {
        var rates = new Vector<T>(rate);
        long i = 0;
        for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> product = Vector.Load(gradient + i) * Vector.Load(weights + i);
            (Vector.Load(scores + i) - (rates * product)).Store(scores + i);
        }

        for (; i < length; i++)
        {
            scores[i] -= rate * (gradient[i] * weights[i]);
        }
    }
}
