using System.Runtime.CompilerServices;

namespace PruningRecipes;

/// <summary>How loops over all weights are compiled.</summary>
internal static class Kernel
{
    /// <summary>
    /// At full speed from the first call on, and never into a caller: there the compiler may run out of its budget for inlining,
    /// and leave calls in the innermost loop.
    /// </summary>
    public const MethodImplOptions Compiled = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
