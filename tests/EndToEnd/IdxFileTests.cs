using System.Buffers.Binary;
using System.IO.Compression;
using Datasets;

namespace EndToEnd;

public sealed class IdxFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("idx");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_and_labels_are_read_plain_and_compressed(bool compressed)
    {
        string images = Write("images", Idx([2, 1, 2], [0, 255, 51, 102]), compressed);
        string labels = Write("labels", Idx([2], [7, 3]), compressed);

        LabelledImages read = IdxFile.LoadImages(images, labels);

        Assert.Equal([0f, 1f, 0.2f, 0.4f], read.Pixels);
        Assert.Equal([7L, 3L], read.Labels);
        Assert.Equal((1, 2), (read.Rows, read.Columns));
    }

    [Fact]
    public void A_truncated_file_is_refused_by_name()
    {
        string images = Write("images", Idx([2, 1, 2], [0, 255, 51]));
        AssertRefused(images, Write("labels", Idx([2], [7, 3])), "images is truncated");
    }

    [Fact]
    public void A_file_that_ends_within_its_header_is_refused()
    {
        string images = Write("images", Idx([2, 1, 2], [0, 255, 51, 1])[..9]);
        AssertRefused(images, Write("labels", Idx([2], [7, 3])), "images is truncated");
    }

    [Fact]
    public void A_truncated_gzip_file_is_refused()
    {
        string images = Write("images", Idx([64, 8, 8], Noise(64 * 64)), compressed: true);
        byte[] whole = File.ReadAllBytes(images);
        File.WriteAllBytes(images, whole[..(whole.Length / 2)]);
        AssertRefused(images, Write("labels", Idx([64], new byte[64])), "images");
    }

    [Fact]
    public void A_file_that_goes_on_after_its_elements_is_refused()
    {
        string images = Write("images", Idx([2, 1, 2], [0, 255, 51, 1, 9]));
        AssertRefused(images, Write("labels", Idx([2], [7, 3])), "goes on after the 2 x 1 x 2 elements");
    }

    [Fact]
    public void A_foreign_file_is_refused()
    {
        string images = Write("images", "<html>not found</html>"u8.ToArray());
        AssertRefused(images, Write("labels", Idx([2], [7, 3])), "not with two zero bytes");
    }

    [Fact]
    public void Labels_in_the_place_of_images_are_refused()
    {
        string labels = Write("labels", Idx([2], [7, 3]));
        AssertRefused(labels, labels, "in 1 dimensions, but bytes (0x08) in 3 were expected");
    }

    [Fact]
    public void A_header_that_asks_for_too_much_is_refused_before_memory_is_taken()
    {
        string images = Write("images", Idx([int.MaxValue, int.MaxValue, 2], []));
        AssertRefused(images, Write("labels", Idx([2], [7, 3])), "its header asks for");
    }

    [Fact]
    public void Images_and_labels_of_different_counts_are_refused()
    {
        string images = Write("images", Idx([1, 1, 2], [0, 255]));
        AssertRefused(images, Write("labels", Idx([2], [7, 3])), "has 1 images, but");
    }

    private static void AssertRefused(string images, string labels, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<InvalidDataException>(() => IdxFile.LoadImages(images, labels)).Message,
            StringComparison.Ordinal
        );

    private static byte[] Noise(int length) =>
        [.. Enumerable.Range(0, length).Select(i => (byte)(i * 2654435761L >> 16))];

    private static byte[] Idx(int[] shape, byte[] elements)
    {
        byte[] header = new byte[4 + (4 * shape.Length)];
        header[2] = 0x08;
        header[3] = (byte)shape.Length;
        for (int i = 0; i < shape.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), shape[i]);
        }

        return [.. header, .. elements];
    }

    private string Write(string name, byte[] content, bool compressed = false)
    {
        string path = Path.Combine(_folder.FullName, name);
        using Stream file = compressed
            ? new GZipStream(File.Create(path), CompressionLevel.Optimal)
            : File.Create(path);
        file.Write(content);
        return path;
    }
}
