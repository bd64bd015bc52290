using System.Runtime.InteropServices;

namespace PruningRecipes;

/// <summary>Memory outside the managed heap, aligned to a cache line.</summary>
internal sealed unsafe class NativeBlock : SafeHandle
{
    private const int Alignment = 64;

    /// <summary>Memory for whole cache lines, so that a vector read at the end stays inside; its contents are arbitrary.</summary>
    public NativeBlock(long bytes)
        : base(0, ownsHandle: true)
    {
        nuint size = (nuint)Math.Max(Alignment, (bytes + Alignment - 1) / Alignment * Alignment);
        SetHandle((nint)NativeMemory.AlignedAlloc(size, Alignment));
        ByteLength = bytes;
    }

    public override bool IsInvalid => handle == 0;

    public long ByteLength { get; }

    /// <summary>The first byte.</summary>
    /// <exception cref="ObjectDisposedException">The block was freed.</exception>
    public byte* Start
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (byte*)handle;
        }
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
