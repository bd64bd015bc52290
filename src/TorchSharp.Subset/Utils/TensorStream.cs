using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>A tensor in a stream, as TorchSharp writes it: element type, rank and dimensions as LEB128, then the raw elements.</summary>
internal static class TensorStream
{
    internal static void WriteTensor(this BinaryWriter writer, Tensor tensor)
    {
        writer.WriteLeb128((long)tensor.dtype);
        var shape = tensor.shape;
        writer.WriteLeb128(shape.Length);
        foreach (var dimension in shape)
        {
            writer.WriteLeb128(dimension);
        }

        using var elements = OnHost(tensor);
        writer.Write(elements.bytes);
    }

    /// <summary>Overwrites the elements of <paramref name="tensor"/>, whose type and shape must be those in the stream.</summary>
    internal static void ReadInto(this BinaryReader reader, Tensor tensor, string key)
    {
        var (dtype, shape) = ReadHeader(reader);
        if (dtype != tensor.dtype || !shape.AsSpan().SequenceEqual(tensor.shape))
        {
            throw new ArgumentException(
                $"Cannot load '{key}': the stream has {Describe(dtype, shape)}, the target {Describe(tensor.dtype, tensor.shape)}."
            );
        }

        using var mode = no_grad();
        using var elements = ReadElements(reader, dtype, shape);
        tensor.copy_(elements);
    }

    internal static Tensor ReadTensor(this BinaryReader reader)
    {
        var (dtype, shape) = ReadHeader(reader);
        return ReadElements(reader, dtype, shape);
    }

    internal static void SkipTensor(this BinaryReader reader) => reader.ReadTensor().Dispose();

    internal static string Describe(ScalarType dtype, long[] shape) => $"{dtype} [{string.Join(", ", shape)}]";

    private static (ScalarType Dtype, long[] Shape) ReadHeader(BinaryReader reader)
    {
        var type = reader.ReadLeb128();
        var rank = reader.ReadLeb128();
        if (type > sbyte.MaxValue || !Enum.IsDefined((ScalarType)type) || rank > MaxRank)
        {
            throw new InvalidDataException($"The stream holds no tensor here: element type {type}, rank {rank}.");
        }

        var shape = new long[rank];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = reader.ReadLeb128();
        }

        return ((ScalarType)type, shape);
    }

    private static Tensor ReadElements(BinaryReader reader, ScalarType dtype, long[] shape)
    {
        var tensor = empty(shape, dtype, CPU);
        try
        {
            // Without elements there is no memory to take a span of.
            if (tensor.numel() > 0)
            {
                reader.BaseStream.ReadExactly(tensor.bytes);
            }

            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static Tensor OnHost(Tensor tensor)
    {
        using var mode = no_grad();
        using var host = tensor.detach().to(CPU, disposeAfter: true);
        return host.contiguous();
    }

    // libtorch's own limit for most operators; it keeps a damaged header from asking for gigabytes.
    private const long MaxRank = 64;
}
