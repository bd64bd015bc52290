using System.Text;

namespace TorchSharp.Native;

/// <summary>
/// An argument of an operator on the managed side. It keeps what it refers to alive until the call is over; lists and
/// strings are copied to scratch memory for the call, so that passing them pins and allocates nothing.
/// </summary>
internal readonly struct Argument
{
    private readonly object? _reference;
    private readonly long _bits;
    private readonly Tag _tag;

    private Argument(Tag tag, long bits)
    {
        _tag = tag;
        _bits = bits;
    }

    private Argument(Tag tag, object? reference)
    {
        _tag = reference is null ? Tag.None : tag;
        _reference = reference;
    }

    /// <summary>Python's None.</summary>
    internal static Argument None => default;

    /// <summary>What the operator's schema says.</summary>
    internal static Argument Default => new(Tag.Default, 0);

    internal object? Reference => _reference;

    internal int ScratchBytes =>
        _reference switch
        {
            Array array => array.Length * sizeof(long),
            string text => Encoding.UTF8.GetMaxByteCount(text.Length),
            _ => 0,
        };

    /// <summary>A list as it is, or the schema's default where it is absent.</summary>
    internal static Argument OrDefault(long[]? list) => list is null ? Default : list;

    internal static Argument OrDefault(long? value) => value is null ? Default : value.Value;

    /// <summary>Tensors of which some may be absent.</summary>
    internal static Argument Optionals(torch.Tensor?[] tensors) => new(Tag.OptionalTensors, tensors);

    /// <returns>The first byte of scratch memory that is still free.</returns>
    internal unsafe byte* Write(Value* value, byte* scratch)
    {
        value->Tag = _tag;
        value->Count = 0;
        switch (_reference)
        {
            case null:
                value->Integer = _bits;
                return scratch;
            case torch.Tensor tensor:
                value->Pointer = tensor.Handle;
                return scratch;
            case torch.Generator generator:
                value->Pointer = generator.Handle;
                return scratch;
            case long[] integers:
                return WriteList<long>(value, scratch, integers);
            case double[] reals:
                return WriteList<double>(value, scratch, reals);
            case torch.Tensor?[] tensors:
                var handles = (nint*)scratch;
                for (int i = 0; i < tensors.Length; i++)
                {
                    handles[i] = tensors[i]?.Handle ?? 0;
                }

                value->Count = tensors.Length;
                value->Pointer = (nint)scratch;
                return scratch + tensors.Length * sizeof(nint);
            default:
                string text = (string)_reference;
                value->Count = Encoding.UTF8.GetBytes(
                    text,
                    new Span<byte>(scratch, Encoding.UTF8.GetMaxByteCount(text.Length))
                );
                value->Pointer = (nint)scratch;
                return scratch + ((value->Count + sizeof(long) - 1) & -sizeof(long));
        }
    }

    private static unsafe byte* WriteList<T>(Value* value, byte* scratch, ReadOnlySpan<T> list)
        where T : unmanaged
    {
        list.CopyTo(new Span<T>(scratch, list.Length));
        value->Count = list.Length;
        value->Pointer = (nint)scratch;
        return scratch + list.Length * sizeof(T);
    }

    public static implicit operator Argument(torch.Tensor? tensor) => new(Tag.Tensor, tensor);

    public static implicit operator Argument(torch.Tensor[]? tensors) => new(Tag.Tensors, tensors);

    public static implicit operator Argument(torch.Generator? generator) => new(Tag.Generator, generator);

    public static implicit operator Argument(torch.Device? device) =>
        device is null ? None : new Argument(Tag.Device, device.Packed);

    public static implicit operator Argument(Scalar? scalar) =>
        scalar is null ? None : new Argument(scalar.Tag, scalar.Bits);

    public static implicit operator Argument(torch.ScalarType type) => new(Tag.Int, (long)type);

    public static implicit operator Argument(torch.ScalarType? type) => type is null ? None : type.Value;

    public static implicit operator Argument(long value) => new(Tag.Int, value);

    public static implicit operator Argument(long? value) => value is null ? None : value.Value;

    public static implicit operator Argument(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Argument(double? value) => value is null ? None : value.Value;

    public static implicit operator Argument(bool value) => new(Tag.Bool, value ? 1 : 0);

    public static implicit operator Argument(long[]? list) => new(Tag.Ints, list);

    public static implicit operator Argument(double[]? list) => new(Tag.Doubles, list);

    public static implicit operator Argument(string? text) => new(Tag.String, text);
}
