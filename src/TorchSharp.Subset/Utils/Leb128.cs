namespace TorchSharp.Utils;

/// <summary>Unsigned LEB128: seven bits per byte, least significant first, the high bit set on all but the last.</summary>
internal static class Leb128
{
    internal static void WriteLeb128(this BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        writer.Write7BitEncodedInt64(value);
    }

    internal static long ReadLeb128(this BinaryReader reader)
    {
        var value = reader.Read7BitEncodedInt64();
        return value >= 0 ? value : throw new InvalidDataException("A length or size in the stream is negative.");
    }
}
