using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace PruningRecipes.Tests;

public sealed unsafe class SafetensorsTests
{
    private static readonly Dictionary<string, string> s_noMetadata = [];

    [Fact]
    public void A_file_is_what_the_format_says_byte_by_byte()
    {
        using var file = new TemporaryFile();
        float[] weights = [1f, -2f, 0.5f];
        fixed (float* first = weights)
        {
            SafetensorsWriter.Write(
                file.Path,
                [new SafetensorsSource("a.weight", SafetensorsType.F32, [3, 1], (nint)first)],
                new Dictionary<string, string> { ["format"] = "pt" }
            );
        }

        const string Header =
            """{"__metadata__":{"format":"pt"},"a.weight":{"dtype":"F32","shape":[3,1],"data_offsets":[0,12]}}""";
        int padding = (8 - (Header.Length % 8)) % 8;
        byte[] expected =
        [
            (byte)(Header.Length + padding),
            .. new byte[7],
            .. Encoding.ASCII.GetBytes(Header + new string(' ', padding)),
            .. MemoryMarshal.AsBytes(weights.AsSpan()),
        ];
        Assert.Equal(expected, File.ReadAllBytes(file.Path));
    }

    [Fact]
    public void What_a_script_in_Python_wrote_is_read()
    {
        using SafetensorsFile file = SafetensorsFile.Open("Golden/python.safetensors");

        Assert.Equal("a script", file.Metadata["made by"]);
        Assert.Equal(7, file.Tensors.Count);
        Assert.Equal([1.5f, -2f, 0f, 0.25f, -0.125f, 3e38f], Values<float>(file, "head.weight"));
        Assert.Equal([0.1, -1e-300], Values<double>(file, "head.bias"));
        Assert.Equal([-(1L << 53) - 1], Values<long>(file, "norm.num_batches_tracked"));
        Assert.Equal([(Half)1f, (Half)(-0.5f), Half.MaxValue], Values<Half>(file, "half"));
        Assert.Equal([0x3F80, 0xC049], Values<ushort>(file, "brain"));
        Assert.Equal([1, 0, 1, 1, 0, 1], Values<byte>(file, "head.weight_mask"));
        Assert.Equal((SafetensorsType.F32, 0L), (file.Find("empty")!.Type, file.Find("empty")!.Length));
        Assert.Equal([2, 3], file.Find("head.weight")!.Shape);
        Assert.Empty(file.Find("norm.num_batches_tracked")!.Shape);
        Assert.Null(file.Find("Head.weight"));
    }

    [Fact]
    public void Tensors_come_back_as_they_were_written()
    {
        Gen<(SafetensorsType Type, byte[] Shape)> tensor =
            from type in Gen.Elements(Enum.GetValues<SafetensorsType>())
            from shape in Gen.Choose(0, 4).Select(value => (byte)value).ArrayOf(3)
            select (type, shape);
        Prop.ForAll(
                tensor.ArrayOf().ToArbitrary(),
                tensors =>
                {
                    using var file = new TemporaryFile();
                    byte[][] data = [.. tensors.Select((entry, index) => Bytes(index, entry.Type, entry.Shape))];
                    GCHandle[] handles = [.. data.Select(bytes => GCHandle.Alloc(bytes, GCHandleType.Pinned))];
                    SafetensorsWriter.Write(
                        file.Path,
                        tensors.Select(
                            (entry, index) =>
                                new SafetensorsSource(
                                    $"\"ü {index}",
                                    entry.Type,
                                    [.. entry.Shape.Select(dimension => (long)dimension)],
                                    handles[index].AddrOfPinnedObject()
                                )
                        ),
                        s_noMetadata
                    );
                    Array.ForEach(handles, handle => handle.Free());

                    using SafetensorsFile read = SafetensorsFile.Open(file.Path);
                    return read.Tensors.Count == tensors.Length
                        && tensors
                            .Select((entry, index) => (entry, index))
                            .All(item =>
                            {
                                SafetensorsTensor found = read.Find($"\"ü {item.index}")!;
                                return found.Type == item.entry.Type
                                    && read.Address(found) % found.Type.Size() == 0
                                    && found.Shape.SequenceEqual(item.entry.Shape.Select(value => (long)value))
                                    && read.Bytes(found).SequenceEqual(data[item.index]);
                            });
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("", "the header is not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("""{"a":{"shape":[],"data_offsets":[0,4]}}""", "'a' has no dtype")]
    [InlineData("""{"a":{"dtype":"F99","shape":[],"data_offsets":[0,4]}}""", "unknown dtype F99")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", "'a' has no list 'shape'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "which is no whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "which is no whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "has 4 bytes, and its shape [2]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[],"data_offsets":[4,0]}}""", "not a begin and an end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "end at byte 8, and the data at 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""", "begins at byte 1")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""",
        "begins at byte 1"
    )]
    [InlineData("""{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"a":{}}""", "'a' stands twice")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,4]}}""",
        "too large"
    )]
    [InlineData("""{"__metadata__":{"a":1},"b":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""", "is not a text")]
    public void A_header_that_lies_is_refused_with_the_reason(string header, string reason)
    {
        using var file = new TemporaryFile(FileOf(header, new byte[4]));

        var exception = Assert.Throws<RecipeException>(() => SafetensorsFile.Open(file.Path));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains("file.safetensors' is not a .safetensors file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] whole = File.ReadAllBytes("Golden/python.safetensors");
        for (int length = 0; length < whole.Length; length++)
        {
            using var file = new TemporaryFile(whole[..length]);

            Assert.Throws<RecipeException>(() => SafetensorsFile.Open(file.Path));
        }
    }

    [Fact]
    public void A_length_beyond_the_file_is_refused_before_memory_is_taken()
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue);
        using var file = new TemporaryFile(bytes);

        var exception = Assert.Throws<RecipeException>(() => SafetensorsFile.Open(file.Path));

        Assert.Contains("and 8 follow", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        using var file = new TemporaryFile([1, 2, 3]);

        Assert.Throws<InvalidOperationException>(() =>
            AtomicFile.Write(
                file.Path,
                stream =>
                {
                    stream.WriteByte(9);
                    throw new InvalidOperationException();
                }
            )
        );

        Assert.Equal([1, 2, 3], File.ReadAllBytes(file.Path));
        Assert.Single(Directory.GetFiles(file.Folder));
    }

    [Fact]
    public void Masks_are_written_as_PyTorch_names_them_and_read_again()
    {
        using var file = new TemporaryFile();
        LayerMask mask = Masks(out MaskSet masks, "head.weight", 2, 3);
        mask.Bits.Prune(1);
        mask.Bits.Prune(4);

        masks.Save(file.Path);
        mask.Bits.KeepAll();
        masks.Load(file.Path);

        using (SafetensorsFile read = SafetensorsFile.Open(file.Path))
        {
            Assert.Equal([1, 0, 1, 1, 0, 1], Values<byte>(read, "head.weight_mask"));
            Assert.Equal(SafetensorsType.Bool, read.Tensors[0].Type);
        }

        Assert.Equal([1, 4], Pruned(mask));
        mask.Bits.KeepAll();
        masks.Load("Golden/python.safetensors");
        Assert.Equal([1, 4], Pruned(mask));
    }

    [Theory]
    [InlineData("tail.weight", 2, 3, "no tensor 'tail.weight_mask'; did you mean 'head.weight_mask'?")]
    [InlineData("head.weight", 3, 2, "has the shape [2, 3]; the weight has [3, 2]")]
    public void Masks_that_do_not_fit_change_nothing(string path, long rows, long columns, string reason)
    {
        LayerMask mask = Masks(out MaskSet masks, path, rows, columns);
        mask.Bits.Prune(5);

        var exception = Assert.Throws<RecipeException>(() => masks.Load("Golden/python.safetensors"));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Equal([5], Pruned(mask));
    }

    [Theory]
    [InlineData(1.0, 0x3F80)]
    [InlineData(1.00390625, 0x3F80)]
    [InlineData(1.01171875, 0x3F82)]
    [InlineData(1.0039062500000002, 0x3F81)]
    [InlineData(-3.140625, 0xC049)]
    [InlineData(double.NaN, 0xFFC0)]
    [InlineData(double.PositiveInfinity, 0x7F80)]
    [InlineData(1e-300, 0)]
    public void Doubles_become_the_nearest_bfloat16_ties_to_even(double value, int bits)
    {
        ushort rounded;
        ElementConversion.Copy((nint)(&value), SafetensorsType.F64, (nint)(&rounded), SafetensorsType.BF16, 1);

        Assert.Equal(bits, rounded);
    }

    private static LayerMask Masks(out MaskSet masks, string path, params long[] shape)
    {
        var mask = new LayerMask(path, shape);
        masks = new MaskSet([mask]);
        return mask;
    }

    private static long[] Pruned(LayerMask mask) =>
        [.. Enumerable.Range(0, (int)mask.Units).Select(index => (long)index).Where(index => !mask.IsKept(index))];

    private static T[] Values<T>(SafetensorsFile file, string name)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(file.Bytes(file.Find(name)!)).ToArray();

    private static byte[] Bytes(int seed, SafetensorsType type, byte[] shape)
    {
        byte[] bytes = new byte[shape.Aggregate(type.Size(), (product, dimension) => product * dimension)];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((seed * 31) + i);
        }

        return bytes;
    }

    private static byte[] FileOf(string header, byte[] data)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        return [.. prefix, .. Encoding.UTF8.GetBytes(header), .. data];
    }
}
