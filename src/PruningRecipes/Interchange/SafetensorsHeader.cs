using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace PruningRecipes;

/// <summary>
/// The header of a <c>.safetensors</c> file: eight bytes of length, little-endian, then JSON that names each tensor with
/// its type, its shape and its place. The tensors lie behind it side by side, without gaps.
/// </summary>
/// <param name="Tensors">The tensors, in the order of their places.</param>
/// <param name="Metadata">Texts by their keys.</param>
internal sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsTensor> Tensors,
    IReadOnlyDictionary<string, string> Metadata
)
{
    public const int PrefixLength = sizeof(ulong);

    /// <summary>The longest header that readers of the format accept.</summary>
    public const long MaximumLength = 100_000_000;

    private const string MetadataKey = "__metadata__";

    // The data begins at a multiple of this, so that every type lies aligned.
    private const int Alignment = 8;

    /// <summary>Reads the JSON of a header.</summary>
    /// <param name="json">The JSON, without the length before it.</param>
    /// <param name="dataLength">How many bytes follow the header.</param>
    /// <exception cref="FormatException">The header is not of this format, or does not fit the data.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return Read(document.RootElement, dataLength);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"the header is not JSON: {exception.Message}", exception);
        }
    }

    /// <summary>The header as it stands in a file, with the length before it and padding after it.</summary>
    public byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Advance(Zero(buffer.GetSpan(PrefixLength)));
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (Metadata.Count > 0)
            {
                writer.WriteStartObject(MetadataKey);
                foreach ((string key, string text) in Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    writer.WriteString(key, text);
                }

                writer.WriteEndObject();
            }

            foreach (SafetensorsTensor tensor in Tensors)
            {
                Write(writer, tensor);
            }

            writer.WriteEndObject();
        }

        int padding = (Alignment - (buffer.WrittenCount % Alignment)) % Alignment;
        buffer.Write(Encoding.ASCII.GetBytes(new string(' ', padding)));
        byte[] bytes = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)(bytes.Length - PrefixLength));
        return bytes;
    }

    private static int Zero(Span<byte> span)
    {
        span[..PrefixLength].Clear();
        return PrefixLength;
    }

    private static void Write(Utf8JsonWriter writer, SafetensorsTensor tensor)
    {
        writer.WriteStartObject(tensor.Name);
        writer.WriteString("dtype", tensor.Type.Name());
        writer.WriteStartArray("shape");
        foreach (long dimension in tensor.Shape)
        {
            writer.WriteNumberValue(dimension);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(tensor.Offset);
        writer.WriteNumberValue(tensor.Offset + tensor.ByteLength);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static SafetensorsHeader Read(JsonElement root, long dataLength)
    {
        Require(root.ValueKind == JsonValueKind.Object, "the header is not a JSON object");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var tensors = new List<SafetensorsTensor>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            Require(names.Add(property.Name), $"'{property.Name}' stands twice");
            if (property.Name == MetadataKey)
            {
                ReadMetadata(property.Value, metadata);
            }
            else
            {
                tensors.Add(ReadTensor(property.Name, property.Value));
            }
        }

        tensors.Sort((left, right) => (left.Offset, left.ByteLength).CompareTo((right.Offset, right.ByteLength)));
        RequireNoGaps(tensors, dataLength);
        return new SafetensorsHeader(tensors, metadata);
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata)
    {
        Require(element.ValueKind == JsonValueKind.Object, $"'{MetadataKey}' is not an object");
        foreach (JsonProperty entry in element.EnumerateObject())
        {
            Require(entry.Value.ValueKind == JsonValueKind.String, $"'{entry.Name}' of '{MetadataKey}' is not a text");
            metadata[entry.Name] = entry.Value.GetString()!;
        }
    }

    private static SafetensorsTensor ReadTensor(string name, JsonElement element)
    {
        Require(element.ValueKind == JsonValueKind.Object, $"'{name}' is not an object");
        string type =
            element.TryGetProperty("dtype", out JsonElement word) && word.ValueKind == JsonValueKind.String
                ? word.GetString()!
                : throw new FormatException($"'{name}' has no dtype");
        SafetensorsType known =
            SafetensorsTypes.Parse(type) ?? throw new FormatException($"'{name}' has the unknown dtype {type}");
        long[] shape = Numbers(name, element, "shape");
        long[] place = Numbers(name, element, "data_offsets");
        Require(place.Length == 2 && place[0] <= place[1], $"the data_offsets of '{name}' are not a begin and an end");
        UInt128 bytes = (UInt128)known.Size();
        foreach (long dimension in shape)
        {
            bytes *= (ulong)dimension;
            Require(bytes <= long.MaxValue, $"the shape of '{name}' is too large");
        }

        long length = place[1] - place[0];
        Require(
            (UInt128)(ulong)length == bytes,
            $"'{name}' has {length} bytes, and its shape [{string.Join(", ", shape)}] of {type} asks for {bytes}"
        );
        return new SafetensorsTensor(name, known, shape, place[0], length);
    }

    private static long[] Numbers(string name, JsonElement element, string key)
    {
        Require(
            element.TryGetProperty(key, out JsonElement list) && list.ValueKind == JsonValueKind.Array,
            $"'{name}' has no list '{key}'"
        );
        var numbers = new List<long>();
        foreach (JsonElement item in list.EnumerateArray())
        {
            long number = -1;
            Require(
                item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out number) && number >= 0,
                $"'{key}' of '{name}' has {item.GetRawText()}, which is no whole number of 0 or more"
            );
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void RequireNoGaps(List<SafetensorsTensor> tensors, long dataLength)
    {
        long end = 0;
        foreach (SafetensorsTensor tensor in tensors)
        {
            Require(
                tensor.Offset == end,
                $"'{tensor.Name}' begins at byte {tensor.Offset}, and what stands before it ends at {end}"
            );
            end += tensor.ByteLength;
        }

        Require(end == dataLength, $"the tensors end at byte {end}, and the data at {dataLength}");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new FormatException(message);
        }
    }
}
