using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace PruningRecipes;

/// <summary>
/// A <c>.safetensors</c> file, open for reading: the format in which tensors go between frameworks without running code.
/// The data is mapped into memory and is read only where it is looked at.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _data;
    private readonly SafetensorsHeader _header;
    private readonly Dictionary<string, SafetensorsTensor> _byName;
    private bool _isDisposed;

    private SafetensorsFile(
        string path,
        MemoryMappedFile file,
        MemoryMappedViewAccessor view,
        byte* data,
        SafetensorsHeader header
    )
    {
        Path = path;
        _file = file;
        _view = view;
        _data = data;
        _header = header;
        _byName = header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The file's path, as it was given.</summary>
    public string Path { get; }

    /// <summary>The tensors, in the order in which they lie in the file.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => _header.Tensors;

    /// <summary>The texts that the file carries, by their keys.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header: every tensor lies within the file, and no two overlap.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="RecipeException">It is not a <c>.safetensors</c> file, or is cut short.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Map(path);
        }
        catch (FormatException exception)
        {
            throw new RecipeException($"'{path}' is not a .safetensors file: {exception.Message}.", exception);
        }
    }

    /// <summary>The tensor of a name; null if there is none.</summary>
    public SafetensorsTensor? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The bytes of a tensor, little-endian, in row-major order; they must not be written to.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>, of at most 2 GiB.</param>
    public ReadOnlySpan<byte> Bytes(SafetensorsTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new ReadOnlySpan<byte>((void*)Address(tensor), checked((int)tensor.ByteLength));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    internal nint Address(SafetensorsTensor tensor)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return (nint)(_data + tensor.Offset);
    }

    private static SafetensorsFile Map(string path)
    {
        var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        MemoryMappedFile? file = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            long length = source.Length;
            SafetensorsHeader header = ReadHeader(source, length, out long dataStart);
            file = MemoryMappedFile.CreateFromFile(
                source,
                null,
                0,
                MemoryMappedFileAccess.Read,
                HandleInheritability.None,
                leaveOpen: false
            );
            view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            return new SafetensorsFile(path, file, view, start + view.PointerOffset + dataStart, header);
        }
        catch
        {
            view?.Dispose();
            file?.Dispose();
            source.Dispose();
            throw;
        }
    }

    private static SafetensorsHeader ReadHeader(FileStream source, long length, out long dataStart)
    {
        if (length < SafetensorsHeader.PrefixLength)
        {
            throw new FormatException($"it has {length} bytes");
        }

        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
        source.ReadExactly(prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        ulong room = (ulong)(length - SafetensorsHeader.PrefixLength);
        if (headerLength > Math.Min(room, (ulong)SafetensorsHeader.MaximumLength))
        {
            throw new FormatException($"its header is said to have {headerLength} bytes, and {room} follow");
        }

        byte[] json = new byte[headerLength];
        source.ReadExactly(json);
        dataStart = SafetensorsHeader.PrefixLength + json.Length;
        return SafetensorsHeader.Parse(json, length - dataStart);
    }
}
