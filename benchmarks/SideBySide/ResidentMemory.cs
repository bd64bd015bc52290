using System.Globalization;

namespace PruningRecipes.SideBySide;

/// <summary>The memory of this process, as Linux counts it.</summary>
internal static class ResidentMemory
{
    /// <summary>The most bytes that a call held beyond those that were held before.</summary>
    public static long Peak(Action work)
    {
        GC.Collect();
        File.WriteAllText("/proc/self/clear_refs", "5");
        long before = Read("VmRSS:");
        work();
        return Read("VmHWM:") - before;
    }

    private static long Read(string field)
    {
        string line = File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith(field, StringComparison.Ordinal));
        return 1024
            * long.Parse(
                line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture
            );
    }
}
