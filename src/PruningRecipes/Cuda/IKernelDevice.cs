namespace PruningRecipes;

/// <summary>Memory and kernels of <c>masks.cu</c> on a device; calls are done in their order.</summary>
internal unsafe interface IKernelDevice
{
    /// <summary>Memory whose contents are arbitrary.</summary>
    nint Allocate(long bytes);

    void Free(nint memory);

    void Clear(nint memory, long bytes);

    void CopyToDevice(nint destination, void* source, long bytes);

    /// <summary>Waits for what was launched before.</summary>
    void CopyFromDevice(void* destination, nint source, long bytes);

    /// <summary>Starts a kernel.</summary>
    /// <param name="kernel">Which.</param>
    /// <param name="blocks">How many blocks of threads, above 0.</param>
    /// <param name="arguments">The address of each argument.</param>
    void Launch(MaskKernelName kernel, uint blocks, void** arguments);
}

/// <summary>The kernels of <c>masks.cu</c>.</summary>
internal enum MaskKernelName
{
    ApplyMasks,
    RewindWeights,
    CountKept,
}
