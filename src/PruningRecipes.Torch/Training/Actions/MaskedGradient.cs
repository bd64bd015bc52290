using System.Numerics;

namespace PruningRecipes.Torch;

/// <summary>Adds to the gradients of some of a layer's weights.</summary>
internal static unsafe class MaskedGradient
{
    /// <summary>Adds the weights times a factor. Allocates nothing.</summary>
    /// <param name="mask">The weights whose gradients change: those that it keeps.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="gradient">Their gradients, of the same type.</param>
    /// <param name="factor">The factor.</param>
    public static void AddWeights(BitMask mask, WeightView weights, WeightView gradient, double factor)
    {
        if (weights.Type == ElementType.Float32)
        {
            AddWeights(mask, (float*)weights.Address, (float*)gradient.Address, (float)factor);
        }
        else
        {
            AddWeights(mask, (double*)weights.Address, (double*)gradient.Address, factor);
        }
    }

    private static void AddWeights<T>(BitMask mask, T* weights, T* gradient, T factor)
        where T : unmanaged, INumber<T>
    {
        foreach (long index in new KeptUnits(mask))
        {
            gradient[index] += factor * weights[index];
        }
    }
}
