using System.Runtime.InteropServices;

namespace PruningRecipes;

/// <summary>One array of one layer in the table that the kernels of <c>masks.cu</c> read: the same fields, in the same order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MaskTask
{
    /// <summary>The units that a block of threads works on.</summary>
    public const long UnitsPerBlock = 4096;

    /// <summary>Where the mask's words are on the device.</summary>
    public nint Words;

    /// <summary>What is masked.</summary>
    public nint Values;

    /// <summary>What is rewound to; 0 where nothing is.</summary>
    public nint Source;

    /// <summary>The number of units.</summary>
    public long Length;

    /// <summary>The first block of the task; set by <see cref="DeviceMaskPass"/>.</summary>
    public uint FirstBlock;

    /// <summary>2, 4 or 8.</summary>
    public uint ElementBytes;

    /// <summary>The layer's number, from 0.</summary>
    public uint Layer;

    private readonly uint _padding;
}
