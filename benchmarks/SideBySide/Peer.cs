using System.Diagnostics;
using System.Text.Json;

namespace PruningRecipes.SideBySide;

/// <summary>A peer in a process of its own.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Script">Its module in <c>peers</c>.</param>
/// <param name="IsGlobal">Whether it ranks all layers in one, so that its masks must be ours.</param>
internal sealed record Peer(string Name, string Script, bool IsGlobal)
{
    // Debian's, whose torch this is; another python3 may stand first in the path.
    private const string Python = "/usr/bin/python3";

    public static IReadOnlyList<Peer> All { get; } =
    [
        new("torch.nn.utils.prune", "torch_prune", true),
        new("torch.ao WeightNormSparsifier (per layer)", "weight_norm_sparsifier", false),
        new("cat, abs, torch.kthvalue", "kthvalue", true),
        new("cat, abs, numpy.partition", "partition", true),
    ];

    /// <summary>Measures the peer.</summary>
    /// <param name="set">The weights.</param>
    /// <returns>The figures of each number of threads, and its masks if it is global.</returns>
    public (IReadOnlyList<Figures> Figures, byte[]? Masks) Measure(WeightSet set)
    {
        string masks = Path.GetTempFileName();
        try
        {
            string output = Run("bench.py", Script, set.Argument, $"{set.Pruned}", masks);
            return (
                [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Read(line, set))],
                IsGlobal ? File.ReadAllBytes(masks) : null
            );
        }
        finally
        {
            File.Delete(masks);
        }
    }

    /// <summary>Trains with PyTorch.</summary>
    /// <param name="folder">Where the data set's IDX files are.</param>
    public static Cost Train(string folder)
    {
        FormattableString[] settings =
        [
            $"{EpochRace.Epochs}",
            $"{LoopTraining.Parts}",
            $"{EpochRace.BatchSize}",
            $"{EpochRace.LearningRate}",
            $"{EpochRace.Momentum}",
            $"{WeightSet.Sparsity}",
        ];
        string turns = Run("training.py", [folder, .. settings.Select(FormattableString.Invariant)]);
        return EpochRace.Compare("torch.nn.utils.prune", JsonSerializer.Deserialize<double[][]>(turns)!);
    }

    /// <summary>What a script prints.</summary>
    private static string Run(string script, params string[] arguments)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "peers", script);
        var start = new ProcessStartInfo(Python, [path, .. arguments])
        {
            RedirectStandardOutput = true,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" },
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{script} {string.Join(" ", arguments)} failed.");
    }

    private Figures Read(string line, WeightSet set)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        return new Figures
        {
            Contender = Name,
            Set = set.Name,
            Threads = root.GetProperty("threads").GetInt32(),
            Mask = Seconds("mask"),
            KeepWeights = Seconds("keep_weights"),
            KeepAll = Seconds("keep_all"),
            Snapshot = Seconds("snapshot"),
            Rewind = Seconds("rewind"),
            ExtraBytes = root.GetProperty("extra_bytes").GetInt64(),
        };

        double? Seconds(string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : null;
    }
}
