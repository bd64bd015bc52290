using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Reproduction;

/// <summary>The table of claims, as docs/reproduction.md has it.</summary>
internal static class Report
{
    public static string Write(IReadOnlyList<(Claim Claim, Outcome? Outcome, TimeSpan Time)> results)
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Reproduction

            What papers claim, held against this repository. `./build.sh reproduce` measures and writes this page; `./build.sh reproduce --quick` holds those marked *quick*, and so do the tests.

            **Gates**: an *exact* claim has the same numbers; a *band* lies around the published figure; a *trend* has the same order. Accuracies are percentages of the held-out images after the last
            epoch, as mean ± half the range where there are three seeds. A claim that does not hold stays in the table, with what was seen.


            """
        );
        int held = results.Count(result => result.Outcome is { Holds: true });
        int measured = results.Count(result => result.Outcome is not null);
        page.Append(
            CultureInfo.InvariantCulture,
            $"{held} of {measured} claims hold. Machine: {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}; torch on one thread.\n\n"
        );
        page.Append("| claim | source | published | ours | gate | verdict | s |\n|---|---|---|---|---|---|---|\n");
        foreach ((Claim claim, Outcome? outcome, TimeSpan time) in results)
        {
            string kind = claim.Kind.ToString().ToLowerInvariant() + (claim.IsQuick ? ", quick" : "");
            string verdict =
                outcome is null ? $"not measured: {claim.Data} is not there"
                : outcome.Holds ? "holds"
                : "**does not hold**";
            string note = outcome is { Note.Length: > 0 } ? $" ({outcome.Note})" : "";
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {claim.Statement} | {claim.Source} | {claim.Published} | {outcome?.Ours}{note} | {claim.Gate} ({kind}) | {verdict} | {time.TotalSeconds:F0} |\n"
            );
        }

        return page.ToString();
    }
}
