namespace PruningRecipes;

/// <summary>Work in chunks that do not depend on each other. It lives longer than one run, so that a run allocates nothing.</summary>
internal abstract class ParallelWork
{
    /// <summary>Does one chunk.</summary>
    /// <param name="chunk">Its number.</param>
    /// <param name="slot">The number of the thread that does it: chunks of the same slot never run at the same time.</param>
    public abstract void Run(int chunk, int slot);
}
