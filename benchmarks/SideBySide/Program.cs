using System.Diagnostics;
using PruningRecipes.SideBySide;

// usage: SideBySide FASHION_MNIST_FOLDER [page to write] [--ours]
bool peers = !args.Contains("--ours");
string[] paths = [.. args.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal))];
if (paths.Length is 0 or > 2)
{
    Console.Error.WriteLine("usage: SideBySide FASHION_MNIST_FOLDER [page to write] [--ours]");
    return 2;
}

string? load = Machine.Load();
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

Console.Error.WriteLine("Training");
List<TrainingFigures> training = [EpochRace.Run(paths[0])];
if (peers)
{
    training.Add(Peer.Train(paths[0]));
}

string report = Report.Write(figures, training, load, Stopwatch.GetElapsedTime(start));
Console.WriteLine(report);
if (paths.Length > 1)
{
    File.WriteAllText(paths[1], report);
}

return 0;
