using System.Diagnostics;
using PruningRecipes.SideBySide;

const string Usage = "usage: SideBySide FASHION_MNIST_FOLDER [page to write] [--ours | --costs [--quick]]";
bool peers = !args.Contains("--ours");
string[] paths = [.. args.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal))];
if (paths.Length is 0 or > 2)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

string earlier = paths.Length > 1 && File.Exists(paths[1]) ? File.ReadAllText(paths[1]) : "";
if (args.Contains("--costs"))
{
    string costs = CostReport.Write(paths[0], args.Contains("--quick"));
    Console.WriteLine(costs);
    if (paths.Length > 1)
    {
        File.WriteAllText(paths[1], Page.With(earlier, CostReport.Heading, costs));
    }

    return 0;
}

string? load = Machine.Load();
long start = Stopwatch.GetTimestamp();

// First, so that it has a process of its own, as the peers' has.
Console.Error.WriteLine("Training");
List<Cost> training = [EpochRace.Run(paths[0])];
if (peers)
{
    training.Add(Peer.Train(paths[0]));
}

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

string report = Report.Write(figures, training, load, Stopwatch.GetElapsedTime(start));
Console.WriteLine(report);
if (paths.Length > 1)
{
    File.WriteAllText(paths[1], Page.With(report, CostReport.Heading, Page.Section(earlier, CostReport.Heading)));
}

return 0;
