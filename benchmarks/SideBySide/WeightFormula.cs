namespace PruningRecipes.SideBySide;

/// <summary>
/// Weights by formula, the same here and in <c>peers/bench.py</c>. Their magnitudes are all different, so that there is one right
/// mask: an index among 2^27 is scrambled without collisions, and counts down the float32 numbers from 1.
/// </summary>
internal static class WeightFormula
{
    private const int IndexBits = 27;
    private const uint IndexMask = (1u << IndexBits) - 1;
    private const uint One = 0x3F80_0000;
    private const uint Sign = 0x8000_0000;

    /// <summary>A weight.</summary>
    /// <param name="index">Its place in the whole set, below 2^27.</param>
    public static float Weight(long index)
    {
        uint x = (uint)index & IndexMask;
        x = (x * 0x9E3779B1) & IndexMask;
        x ^= x >> 14;
        x = (x * 0x85EBCA77) & IndexMask;
        x ^= x >> 13;
        uint sign = ((uint)index * 0xC2B2AE3D) & Sign;
        return BitConverter.UInt32BitsToSingle((One - 1 - x) | sign);
    }
}
