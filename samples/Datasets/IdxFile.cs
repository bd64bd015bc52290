using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace Datasets;

/// <summary>
/// Files in the IDX format, in which MNIST and Fashion-MNIST are distributed: two zero bytes, the type of an element,
/// the number of dimensions, each dimension as a big-endian 32-bit number, then the elements. Gzip is seen by its
/// first bytes.
/// </summary>
public static class IdxFile
{
    private const byte UnsignedByte = 0x08;
    private const long MaximumElements = 1L << 30;

    /// <summary>Reads a data set from a folder with the four files that MNIST has, compressed or not.</summary>
    /// <exception cref="InvalidDataException">A file is missing, truncated, or not what its place asks for.</exception>
    public static ImageDataset LoadDataset(string name, string folder) =>
        new(
            name,
            LoadImages(Find(folder, "train-images"), Find(folder, "train-labels")),
            LoadImages(Find(folder, "t10k-images"), Find(folder, "t10k-labels"))
        );

    /// <summary>Reads images, with pixels scaled from 0..255 to [0, 1], and their labels.</summary>
    /// <exception cref="InvalidDataException">A file is truncated or foreign, or the two do not belong together.</exception>
    public static LabelledImages LoadImages(string imageFile, string labelFile)
    {
        (int[] imageShape, byte[] pixels) = Read(imageFile, dimensions: 3);
        (int[] labelShape, byte[] labels) = Read(labelFile, dimensions: 1);
        if (imageShape[0] != labelShape[0])
        {
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{imageFile} has {imageShape[0]} images, but {labelFile} has {labelShape[0]} labels."
                )
            );
        }

        return new LabelledImages(
            Array.ConvertAll(pixels, static pixel => pixel / 255f),
            Array.ConvertAll(labels, static label => (long)label),
            imageShape[1],
            imageShape[2]
        );
    }

    private static string Find(string folder, string stem)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidDataException($"The folder '{folder}' does not exist.");
        }

        return Directory.GetFiles(folder, stem + "*").Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new InvalidDataException($"The folder '{folder}' has no file named {stem}*, as MNIST names it.");
    }

    private static (int[] Shape, byte[] Elements) Read(string file, int dimensions)
    {
        using Stream content = Open(file);
        try
        {
            return Parse(content, file, dimensions);
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException($"{file} is truncated: it ends before its header says.");
        }
    }

    private static Stream Open(string file)
    {
        FileStream raw = File.OpenRead(file);
        if (!IsGzip(raw))
        {
            return raw;
        }

        using GZipStream compressed = new(raw, CompressionMode.Decompress);
        MemoryStream content = new();
        try
        {
            compressed.CopyTo(content);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{file} is not a valid gzip file: {e.Message}", e);
        }

        content.Position = 0;
        return content;
    }

    private static (int[] Shape, byte[] Elements) Parse(Stream stream, string file, int dimensions)
    {
        Span<byte> magic = stackalloc byte[4];
        stream.ReadExactly(magic);
        if (magic[0] != 0 || magic[1] != 0)
        {
            throw Foreign(file, $"it starts with {Convert.ToHexString(magic)}, not with two zero bytes");
        }

        if (magic[2] != UnsignedByte || magic[3] != dimensions)
        {
            throw Foreign(
                file,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it has elements of type 0x{magic[2]:x2} in {magic[3]} dimensions, but bytes (0x08) in {dimensions} were expected"
                )
            );
        }

        int[] shape = new int[dimensions];
        long count = 1;
        Span<byte> word = stackalloc byte[4];
        for (int i = 0; i < dimensions; i++)
        {
            stream.ReadExactly(word);
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(word);
            if (shape[i] <= 0 || (count *= shape[i]) > MaximumElements)
            {
                throw Foreign(file, $"its header asks for {string.Join(" x ", shape[..(i + 1)])} elements");
            }
        }

        byte[] elements = new byte[count];
        stream.ReadExactly(elements);
        return stream.ReadByte() < 0
            ? (shape, elements)
            : throw Foreign(file, $"it goes on after the {string.Join(" x ", shape)} elements of its header");
    }

    private static bool IsGzip(FileStream stream)
    {
        bool isGzip = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
        stream.Position = 0;
        return isGzip;
    }

    private static InvalidDataException Foreign(string file, string reason) =>
        new($"{file} is not an IDX file of the expected kind: {reason}.");
}
