namespace PruningRecipes.SideBySide;

/// <summary>A page of sections, of which several runs write their own.</summary>
internal static class Page
{
    private const string SectionStart = "\n## ";

    /// <summary>The section of a heading, up to the next; empty where the page has none.</summary>
    public static string Section(string page, string heading) => page[Find(page, heading)].TrimEnd('\n');

    /// <summary>The page with a section in the place of the one of the same heading, or at its end.</summary>
    public static string With(string page, string heading, string section)
    {
        if (section.Length == 0)
        {
            return page;
        }

        (int start, int length) = Find(page, heading).GetOffsetAndLength(page.Length);
        string before = page[..start].TrimEnd('\n');
        string after = page[(start + length)..].TrimStart('\n');
        string[] parts = [before, section.TrimEnd('\n'), after];
        return string.Join("\n\n", parts.Where(part => part.Length > 0)).TrimEnd('\n') + "\n";
    }

    private static Range Find(string page, string heading)
    {
        int start = page.IndexOf(heading + "\n", StringComparison.Ordinal);
        if (start < 0)
        {
            return page.Length..page.Length;
        }

        int end = page.IndexOf(SectionStart, start, StringComparison.Ordinal);
        return start..(end < 0 ? page.Length : end + 1);
    }
}
