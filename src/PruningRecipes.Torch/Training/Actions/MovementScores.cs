using System.Numerics;

namespace PruningRecipes.Torch;

/// <summary>
/// A score for each weight, 0 at first, that falls by the product of weight and gradient: what moves away from zero gains
/// (movement pruning: Sanh, Wolf and Rush, NeurIPS 2020). As the mask multiplies the weight, that is gradient descent on
/// the scores, straight through the mask.
/// </summary>
/// <param name="layers">The layers.</param>
/// <param name="learningRate">The factor on the products.</param>
internal sealed unsafe class MovementScores(IReadOnlyList<MaskedLayer> layers, double learningRate) : IDisposable
{
    private readonly LayerNumbers _scores = new(layers);

    /// <summary>The scores of each layer, where they lie.</summary>
    public IReadOnlyList<ScoreView> Views => [.. layers.Select((_, i) => ScoreView.Of(_scores[i]))];

    /// <summary>Takes the weights and gradients of a step, which are not masked yet. Allocates nothing.</summary>
    public void Learn()
    {
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].FindGradient() is [var gradient, ..])
            {
                Learn(_scores[i], layers[i].Weights, gradient, learningRate);
            }
        }
    }

    public void Dispose() => _scores.Dispose();

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
