using System.Diagnostics;
using System.Text;
using Datasets;
using static TorchSharp.torch;

namespace PruningRecipes.SideBySide;

/// <summary>The section of the page that says what methods cost.</summary>
internal static class CostReport
{
    public const string Heading = "## What methods cost: LeNet-300-100 on Fashion-MNIST, 1 thread";

    /// <summary>Measures, and writes the section.</summary>
    /// <param name="folder">Where the data set's IDX files are.</param>
    /// <param name="isQuick">Whether to look only that it works.</param>
    public static string Write(string folder, bool isQuick)
    {
        set_num_threads(1);
        Threads.Most = 1;
        string? load = Machine.Load();
        ImageDataset images = IdxFile.LoadDataset("fashion-mnist", folder);
        int examples = isQuick ? images.Train.Count / 5 : images.Train.Count;
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<Cost> stages = PruneCosts.Measure(images, examples, TimeSpan.FromSeconds(isQuick ? 0.2 : 2));
        IReadOnlyList<Cost> epochs = EpochCosts.Measure(images, examples, isQuick ? 3 : 12);
        var section = new StringBuilder();
        section.Append(
            $"""
            {Heading}

            Each method takes turns with its floor, what it cannot do without, and is compared with it turn by turn: medians of the seconds, and of the ratios. Measured by `./build.sh bench costs`,
            which writes this section, in {Stopwatch.GetElapsedTime(start).TotalMinutes:0.0} minutes on {Machine.Describe()}; the load average before it was {load
                ?? "not known"}.

            A prune stage, from the call to the masked weights; batches of 128, drawn anew from {examples:N0} examples in floor and method alike. One that goes layer by layer passes the
            data through the model for each layer.

            | prune stage | floor | floor ms | stage ms | ratio |
            |---|---|---|---|---|

            """
        );
        foreach (Cost cost in stages)
        {
            section.Append(
                $"| {cost.Method} | {cost.Floor} | {Report.Digits(cost.FloorSeconds * 1000)} | {Report.Digits(cost.Seconds * 1000)} | {cost.Ratio:0.00} |\n"
            );
        }

        section.Append(
            """

            An epoch of training in batches of 64, beside one of the same network in a loop without masks. 90% of the weights are pruned; what changes the masks does so every 100 steps until 75% of the
            epoch.

            | training | epoch without s | epoch s | overhead |
            |---|---|---|---|

            """
        );
        foreach (Cost cost in epochs)
        {
            section.Append(
                $"| {cost.Method} | {Report.Digits(cost.FloorSeconds)} | {Report.Digits(cost.Seconds)} | {cost.Ratio - 1:P1} |\n"
            );
        }

        return section.ToString();
    }
}
