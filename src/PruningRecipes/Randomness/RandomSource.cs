using System.Numerics;
using System.Runtime.CompilerServices;

namespace PruningRecipes;

/// <summary>
/// Random numbers by position: the number at an index is a pure function of the stream and the index, so that nothing
/// depends on the order or the threads in which numbers are drawn, or on the machine. The function is SplitMix64 (Steele,
/// Lea and Flood, OOPSLA 2014).
/// </summary>
public readonly record struct RandomSource
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private const ulong First = 0xBF58476D1CE4E5B9;

    private const ulong Second = 0x94D049BB133111EB;

    private readonly ulong _origin;

    /// <summary>The stream of a seed.</summary>
    public RandomSource(ulong seed) => _origin = Mix(seed + Step);

    private RandomSource(ulong origin, ulong number) => _origin = Mix(Mix(origin + Step) ^ Mix(number + Step));

    /// <summary>A stream of its own for a part: a stage, a layer, an epoch.</summary>
    /// <param name="number">The part's number.</param>
    public RandomSource Split(long number) => new(_origin, unchecked((ulong)number));

    /// <summary>64 random bits.</summary>
    /// <param name="index">The position in the stream.</param>
    public ulong Bits(long index) => Mix(unchecked(_origin + (Step * (ulong)(index + 1))));

    /// <summary>The upper halves of the <see cref="Bits"/> at positions side by side.</summary>
    /// <param name="first">The first position.</param>
    /// <param name="halves">Room for them: for whole vectors.</param>
    [MethodImpl(Kernel.Compiled)]
    internal void UpperBits(long first, Span<uint> halves)
    {
        ulong start = unchecked(_origin + (Step * (ulong)(first + 1)));
        Vector<ulong> places = Vector.CreateSequence(start, Step);
        var next = new Vector<ulong>(unchecked(Step * (ulong)Vector<ulong>.Count));
        for (int i = 0; i < halves.Length; i += Vector<uint>.Count)
        {
            Vector<ulong> low = Mix(places) >>> 32;
            Vector<ulong> high = Mix(places + next) >>> 32;
            places += next + next;
            Vector.Narrow(low, high).CopyTo(halves[i..]);
        }
    }

    /// <summary>A uniform number in [0, 1), a multiple of 2^-53.</summary>
    /// <param name="index">The position in the stream.</param>
    public double Uniform(long index) => (Bits(index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number of the standard normal distribution (Box and Muller, 1958).</summary>
    /// <param name="index">The position in the stream; takes the two uniform numbers at twice of it.</param>
    public double Normal(long index) =>
        Math.Sqrt(-2 * Math.Log(1 - Uniform(2 * index))) * Math.Cos(2 * Math.PI * Uniform((2 * index) + 1));

    /// <summary>A uniform whole number in [0, <paramref name="bound"/>), to within one part in 2^64 / bound.</summary>
    /// <param name="index">The position in the stream.</param>
    /// <param name="bound">Above 0.</param>
    public long Below(long index, long bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (long)Math.BigMul(Bits(index), (ulong)bound, out _);
    }

    /// <summary>Puts the items into a uniformly random order (Fisher and Yates), which takes the stream's first positions.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = (int)Below(last, last + 1L);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * First;
            value = (value ^ (value >> 27)) * Second;
            return value ^ (value >> 31);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ulong> Mix(Vector<ulong> values)
    {
        values = (values ^ (values >>> 30)) * new Vector<ulong>(First);
        values = (values ^ (values >>> 27)) * new Vector<ulong>(Second);
        return values ^ (values >>> 31);
    }
}
