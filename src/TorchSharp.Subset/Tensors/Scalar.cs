using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number with its type. Kept in a field, it makes scalar operands of in-place operations free of allocations.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(ScalarType type, Tag tag, long bits)
    {
        Type = type;
        Tag = tag;
        Bits = bits;
    }

    private Scalar(ScalarType type, double value)
        : this(type, Tag.Double, BitConverter.DoubleToInt64Bits(value)) { }

    public ScalarType Type { get; }

    internal Tag Tag { get; }

    internal long Bits { get; }

    internal double Real => Tag == Tag.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    internal long Integer => Tag == Tag.Double ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;

    public static implicit operator Scalar(byte value) => new(ScalarType.Byte, Tag.Int, value);

    public static implicit operator Scalar(sbyte value) => new(ScalarType.Int8, Tag.Int, value);

    public static implicit operator Scalar(short value) => new(ScalarType.Int16, Tag.Int, value);

    public static implicit operator Scalar(int value) => new(ScalarType.Int32, Tag.Int, value);

    public static implicit operator Scalar(long value) => new(ScalarType.Int64, Tag.Int, value);

    public static implicit operator Scalar(Half value) => new(ScalarType.Float16, (double)value);

    public static implicit operator Scalar(float value) => new(ScalarType.Float32, value);

    public static implicit operator Scalar(double value) => new(ScalarType.Float64, value);

    public static implicit operator Scalar(bool value) => new(ScalarType.Bool, Tag.Bool, value ? 1 : 0);

    /// <summary>A result of an operator, as the number of a tensor of that type.</summary>
    internal static Scalar FromValue(ScalarType type, in Value value) => new(type, value.Tag, value.Integer);

    /// <summary>There is nothing to free; TorchSharp's callers expect the method.</summary>
    public void Dispose() { }
}
