using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PruningRecipes.SideBySide;

/// <summary>What the figures were measured on, without anything that names the machine.</summary>
internal static class Machine
{
    public static string Describe()
    {
        string model = Field("/proc/cpuinfo", "model name") ?? $"{RuntimeInformation.ProcessArchitecture}";
        long gigabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        int width =
            Vector512.IsHardwareAccelerated ? 512
            : Vector256.IsHardwareAccelerated ? 256
            : 128;
        return $"{Environment.ProcessorCount} cores of {model} (vectors of {width} bits), {gigabytes} GiB of memory, {RuntimeInformation.FrameworkDescription}";
    }

    /// <summary>How many threads wanted a core of late, on average; figures of a machine that is busy otherwise say little.</summary>
    public static string? Load() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : null;

    private static string? Field(string file, string name) =>
        File.Exists(file)
            ? File.ReadLines(file)
                .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
                ?.Split(':', 2)[1]
                .Trim()
            : null;
}
