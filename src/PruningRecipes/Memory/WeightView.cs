using System.Diagnostics.CodeAnalysis;

namespace PruningRecipes;

/// <summary>
/// Numbers where they lie: contiguous memory of the CPU, in row-major order, that someone else owns. The view is good for
/// as long as its owner keeps the memory.
/// </summary>
/// <param name="Address">The address of the first element.</param>
/// <param name="Length">The number of elements.</param>
/// <param name="Type">What an element is.</param>
public readonly unsafe record struct WeightView(nint Address, long Length, ElementType Type)
{
    /// <summary>The number of bytes.</summary>
    public long ByteLength => Length * (Type == ElementType.Float32 ? sizeof(float) : sizeof(double));

    /// <summary>An element, widened where it is a <see cref="ElementType.Float32"/>, and narrowed to it when set.</summary>
    /// <param name="index">In [0, <see cref="Length"/>).</param>
    public double this[long index]
    {
        get
        {
            Require(index);
            return Type == ElementType.Float32 ? ((float*)Address)[index] : ((double*)Address)[index];
        }
        set
        {
            Require(index);
            if (Type == ElementType.Float32)
            {
                ((float*)Address)[index] = (float)value;
            }
            else
            {
                ((double*)Address)[index] = value;
            }
        }
    }

    private void Require(long index)
    {
        if ((ulong)index >= (ulong)Length)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The view has {Length} elements.");
        }
    }
}

/// <summary>The numbers that weights are made of.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The field's names of these types.")]
public enum ElementType
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary64.</summary>
    Float64,
}
