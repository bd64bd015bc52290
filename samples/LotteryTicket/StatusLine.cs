using System.Globalization;
using PruningRecipes.Torch;
using Spectre.Console;

namespace Samples;

/// <summary>Says on one line where the run is.</summary>
internal sealed class StatusLine(StatusContext status, string data) : IProgress<RunProgress>
{
    public void Report(RunProgress value)
    {
        string round = value.Rounds is [RoundProgress(_, int number, int rounds), ..]
            ? string.Create(CultureInfo.InvariantCulture, $", round {number} of {rounds}")
            : "";
        string epoch =
            value.Epochs > 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $", epoch {value.Epoch} of {value.Epochs}, loss {value.Loss:F4}"
                )
                : "";
        string sparsity = (100 * value.Sparsity).ToString("F1", CultureInfo.InvariantCulture);
        status.Status(Markup.Escape($"{data}{round}: {value.Word}{epoch}, {sparsity}% pruned"));
    }
}
