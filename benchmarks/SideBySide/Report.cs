using System.Text;

namespace PruningRecipes.SideBySide;

/// <summary>The figures as a page.</summary>
internal static class Report
{
    public static string Write(
        IReadOnlyList<Figures> figures,
        IReadOnlyList<Cost> training,
        string? load,
        TimeSpan duration
    )
    {
        var page = new StringBuilder();
        page.Append(
            $"""
            # Performance

            What masks cost, measured by `./build.sh bench side-by-side`, which writes this page. Each contender has a process of its own, and works on the same weights.
            The masks of all that rank the layers in one are the same, bit for bit; the run fails if they are not.

            Machine: {Machine.Describe()}. The run took {duration.TotalMinutes:0.0} minutes; the load average before it was {load
                ?? "not known"}.

            - **mask**: seconds for a global mask of {WeightSet.Sparsity:P0} by magnitude; **extra**: the most memory that this took, in bytes for each weight, masks included.
            - **keep w**: milliseconds to set pruned weights back to zero after the optimizer moved all of them; **keep w+g+m**: the same for weights, gradients and momentum.
            - **step**: milliseconds that a step of training takes with masks kept: dense gradients are masked before the optimizer, which then leaves what is pruned at zero, in weights and momentum; the weights are looked through after it.
            - **snapshot**, **rewind**: milliseconds to copy the weights, and to bring the copy back with the pruned ones at zero.
            - **memory copy**: the bytes of the weights, copied once: what the memory of the machine allows.

            All are medians. In brackets: how many times as long as ours.
            """
        );
        page.Append('\n');
        page.Append(
            """

            ## Memory

            Beside the model, for each weight of the layers that are pruned; `recipes explain --project` adds it up for a model in float32.

            | | bytes per weight: float32 | bfloat16, float16 | held |
            |---|---|---|---|
            | mask | 0.125 | 0.125 | as long as the run |
            | snapshot, each name | 4, of all parameters | 2 | as long as the run |
            | ranking by magnitude or at random | 0, and up to 512 KiB for each thread | the same | from the first time on |
            | other scores | 4 | 4 | while they are ranked |
            | keeping masks, rewinding | 0 | 0 | |
            | moments: SGD without momentum, with momentum; Adam and AdamW; with amsgrad | 0, 4; 8; 12 | 0, 2; 4; 6 | by the optimizer |

            """
        );
        foreach (IGrouping<(string Set, int Threads), Figures> table in figures.GroupBy(row => (row.Set, row.Threads)))
        {
            WeightSet set = WeightSet.All.Single(set => set.Name == table.Key.Set);
            string threads = table.Key.Threads == 1 ? "1 thread" : $"{table.Key.Threads} threads";
            page.Append($"\n## {set.Name}: {set.Units:N0} weights in {set.Shapes.Count} layers, {threads}\n\n");
            page.Append("| | mask s | extra B | keep w ms | keep w+g+m ms | step ms | snapshot ms | rewind ms |\n");
            page.Append("|---|---|---|---|---|---|---|---|\n");
            Figures ours = table.Single(row => row.Contender == Contender.Name);
            foreach (Figures row in table)
            {
                page.Append($"| {row.Contender}");
                Cell(row.Mask, ours.Mask, 1);
                page.Append($" | {(row.ExtraBytes is { } extra ? $"{(double)extra / set.Units:0.0}" : "")}");
                Cell(row.KeepWeights, ours.KeepWeights, 1000);
                Cell(row.KeepAll, ours.KeepAll, 1000);
                Cell(row.Training, ours.Training, 1000);
                Cell(row.Snapshot, ours.Snapshot, 1000);
                Cell(row.Rewind, ours.Rewind, 1000);
                page.Append(" |\n");

                void Cell(double? seconds, double? own, double scale)
                {
                    string ratio = ReferenceEquals(row, ours) ? "" : $" ({seconds / own:0.0#})";
                    page.Append(seconds is { } value ? $" | {Digits(value * scale)}{ratio}" : " |");
                }
            }
        }

        page.Append("\n## Training LeNet-300-100 on Fashion-MNIST, 1 thread\n\n");
        page.Append(
            "Seconds for an epoch without masks, and with 90 % of the weights pruned. The two take turns after each fourteenth of an epoch; the figures are medians over the turns of seven epochs, the overhead that of the ratio in each turn.\n\n"
        );
        page.Append("| | without s | with masks s | overhead |\n|---|---|---|---|\n");
        foreach (Cost row in training)
        {
            page.Append(
                $"| {row.Method} | {Digits(row.FloorSeconds)} | {Digits(row.Seconds)} | {row.Ratio - 1:P1} |\n"
            );
        }

        return page.ToString();
    }

    /// <summary>Three significant digits.</summary>
    public static string Digits(double value) =>
        value >= 100 ? $"{value:0}"
        : value >= 10 ? $"{value:0.0}"
        : value >= 1 ? $"{value:0.00}"
        : value >= 0.1 ? $"{value:0.000}"
        : $"{value:0.0000}";
}
