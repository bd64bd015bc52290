using PruningRecipes.Language;

namespace PruningRecipes.FrontEnd;

internal static class DistinctFindings
{
    /// <summary>Each finding once, in the order of the text: several models often have the same fault to find.</summary>
    public static IEnumerable<Finding> DistinctInOrder(this IEnumerable<Finding> findings)
    {
        var seen = new HashSet<(string, SourceSpan, string)>();
        return findings
            .Where(finding => seen.Add((finding.Rule.Id, finding.Span, finding.Message)))
            .OrderBy(finding => finding.Span.Start);
    }
}
