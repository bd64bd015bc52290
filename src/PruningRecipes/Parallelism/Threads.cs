namespace PruningRecipes;

/// <summary>How many threads work on masks. No result depends on it.</summary>
public static class Threads
{
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
}
