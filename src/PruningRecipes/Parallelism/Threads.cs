namespace PruningRecipes;

/// <summary>How many threads work on masks. No result depends on it.</summary>
public static class Threads
{
    /// <summary>Below this many bytes a pass over memory is over before another core is awake.</summary>
    private const long SharedBytes = 4 << 20;

    private static int s_most = Environment.ProcessorCount;

    /// <summary>The most threads that rank weights or apply masks at once; at first, the processors of the process.</summary>
    public static int Most
    {
        get => s_most;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            s_most = value;
        }
    }

    /// <summary>How many are worth a pass over so much memory.</summary>
    internal static int For(long bytes) => bytes < SharedBytes ? 1 : Most;
}
