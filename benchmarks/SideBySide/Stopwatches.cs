using System.Diagnostics;

namespace PruningRecipes.SideBySide;

internal static class Stopwatches
{
    private const int Warmups = 40;
    private const int Repetitions = 15;
    private static readonly TimeSpan s_each = TimeSpan.FromSeconds(1.5);

    /// <summary>The median time of a call in seconds, once the compiler has done its best with it.</summary>
    /// <param name="work">What is measured.</param>
    /// <param name="prepare">What goes before each call, unmeasured.</param>
    public static double Median(Action work, Action? prepare = null)
    {
        Repeat(work, prepare, Warmups);
        List<double> times = Repeat(work, prepare, Repetitions);
        times.Sort();
        return times[times.Count / 2];
    }

    private static List<double> Repeat(Action work, Action? prepare, int most)
    {
        List<double> times = [];
        long start = Stopwatch.GetTimestamp();
        while (times.Count < most && (times.Count < 3 || Stopwatch.GetElapsedTime(start) < s_each))
        {
            prepare?.Invoke();
            long before = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }

        return times;
    }
}
