using System.Runtime.CompilerServices;

namespace PruningRecipes;

/// <summary>How loops over all weights are compiled, and how they go through memory.</summary>
internal static class Kernel
{
    /// <summary>
    /// At full speed from the first call on, and never into a caller: there the compiler may run out of its budget for inlining,
    /// and leave calls in the innermost loop.
    /// </summary>
    public const MethodImplOptions Compiled = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Large memory is worked on at so many places in turn, far from each other: more of it is then on its way at a time.</summary>
    public const int Places = 4;

    /// <summary>Copies of this many bytes and more go around the caches, which they would only sweep.</summary>
    public const long StreamedBytes = 1 << 20;
}
