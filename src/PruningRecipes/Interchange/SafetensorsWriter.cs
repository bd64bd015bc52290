namespace PruningRecipes;

/// <summary>Writes <c>.safetensors</c> files.</summary>
internal static unsafe class SafetensorsWriter
{
    /// <summary>Writes a file. It appears whole or not at all; one that stands there stays until then.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sources">The tensors, each name once; they may lie in any order.</param>
    /// <param name="metadata">Texts to carry along.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IEnumerable<SafetensorsSource> sources,
        IReadOnlyDictionary<string, string> metadata
    )
    {
        // The widest elements first, then by name: every tensor lies aligned, and the same tensors give the same bytes.
        SafetensorsSource[] ordered =
        [
            .. sources
                .OrderByDescending(source => source.Type.Size())
                .ThenBy(source => source.Name, StringComparer.Ordinal),
        ];
        var tensors = new List<SafetensorsTensor>();
        long offset = 0;
        foreach (SafetensorsSource source in ordered)
        {
            tensors.Add(new SafetensorsTensor(source.Name, source.Type, source.Shape, offset, source.ByteLength));
            offset += source.ByteLength;
        }

        byte[] header = new SafetensorsHeader(tensors, metadata).ToBytes();
        AtomicFile.Write(
            path,
            file =>
            {
                file.Write(header);
                foreach (SafetensorsSource source in ordered)
                {
                    Copy(source, file);
                }
            }
        );
    }

    private static void Copy(SafetensorsSource source, Stream file)
    {
        using var bytes = new UnmanagedMemoryStream((byte*)source.Address, source.ByteLength);
        bytes.CopyTo(file);
    }
}

/// <summary>A tensor to write, where it lies.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its elements are.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Address">Its first byte; row-major, little-endian.</param>
internal readonly record struct SafetensorsSource(
    string Name,
    SafetensorsType Type,
    IReadOnlyList<long> Shape,
    nint Address
)
{
    public long ByteLength => Shape.Aggregate((long)Type.Size(), (bytes, dimension) => checked(bytes * dimension));
}
