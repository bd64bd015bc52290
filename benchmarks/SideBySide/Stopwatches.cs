using System.Diagnostics;

namespace PruningRecipes.SideBySide;

internal static class Stopwatches
{
    private const int Fewest = 3;
    private const int Repetitions = 15;
    private static readonly TimeSpan s_warmup = TimeSpan.FromSeconds(0.4);
    private static readonly TimeSpan s_measurement = TimeSpan.FromSeconds(1.5);

    /// <summary>The median time of a call in seconds, once the compiler has done its best with it.</summary>
    /// <param name="work">What is measured.</param>
    /// <param name="prepare">What goes before each call, unmeasured.</param>
    public static double Median(Action work, Action? prepare = null)
    {
        Repeat(work, prepare, int.MaxValue, s_warmup);
        List<double> times = Repeat(work, prepare, Repetitions, s_measurement);
        times.Sort();
        return times[times.Count / 2];
    }

    private static List<double> Repeat(Action work, Action? prepare, int most, TimeSpan limit)
    {
        List<double> times = [];
        long start = Stopwatch.GetTimestamp();
        while (times.Count < most && (times.Count < Fewest || Stopwatch.GetElapsedTime(start) < limit))
        {
            prepare?.Invoke();
            long before = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }

        return times;
    }
}
