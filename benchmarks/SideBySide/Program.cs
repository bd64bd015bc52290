using System.Diagnostics;
using PruningRecipes.SideBySide;

// usage: SideBySide [page to write] [--ours]
bool peers = !args.Contains("--ours");
string? page = args.FirstOrDefault(argument => !argument.StartsWith("--", StringComparison.Ordinal));
long start = Stopwatch.GetTimestamp();
List<Figures> figures = [];
foreach (WeightSet set in WeightSet.All)
{
    using var contender = new Contender(set);
    foreach (int threads in new[] { 1, 2 })
    {
        (Figures ours, Figures copy) = contender.Measure(threads);
        figures.AddRange([ours, copy]);
    }

    foreach (Peer peer in peers ? Peer.All : [])
    {
        Console.Error.WriteLine($"{set.Name}: {peer.Name}");
        (IReadOnlyList<Figures> measured, byte[]? masks) = peer.Measure(set);
        figures.AddRange(measured);
        if (masks is not null && !contender.HasMasks(masks))
        {
            Console.Error.WriteLine($"error: the masks of {peer.Name} for {set.Name} are others than ours");
            return 1;
        }
    }
}

string report = Report.Write(figures, Stopwatch.GetElapsedTime(start));
Console.WriteLine(report);
if (page is not null)
{
    File.WriteAllText(page, report);
}

return 0;
