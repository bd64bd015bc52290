using System.Diagnostics;

namespace PruningRecipes.SideBySide;

/// <summary>Work that takes turns, so that what else the machine does meets all of it alike.</summary>
internal static class Turns
{
    private static readonly TimeSpan s_warmup = TimeSpan.FromSeconds(0.4);

    /// <summary>Measures a method and its floor, until both have had enough turns or the time is over.</summary>
    /// <param name="method">What the table calls the method.</param>
    /// <param name="floor">What the table calls the floor.</param>
    /// <param name="least">The floor.</param>
    /// <param name="work">The method.</param>
    /// <param name="prepare">What goes before each, unmeasured.</param>
    /// <param name="limit">For how long.</param>
    public static Cost Measure(string method, string floor, Action least, Action work, Action prepare, TimeSpan limit)
    {
        const int Fewest = 5;
        long start = Stopwatch.GetTimestamp();
        for (int turn = 0; turn == 0 || Stopwatch.GetElapsedTime(start) < s_warmup; turn++)
        {
            Time(least, prepare);
            Time(work, prepare);
        }

        List<double[]> turns = [];
        start = Stopwatch.GetTimestamp();
        while (turns.Count < Fewest || Stopwatch.GetElapsedTime(start) < limit)
        {
            turns.Add([Time(least, prepare), Time(work, prepare)]);
        }

        return Compare(method, floor, turns);
    }

    /// <summary>A method beside its floor, by the seconds of the two in each turn, those of the floor first.</summary>
    public static Cost Compare(string method, string floor, IReadOnlyList<double[]> turns) =>
        new(
            method,
            floor,
            Median(turns.Select(turn => turn[0])),
            Median(turns.Select(turn => turn[1])),
            Median(turns.Select(turn => turn[1] / turn[0]))
        );

    private static double Time(Action work, Action prepare)
    {
        prepare();
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
