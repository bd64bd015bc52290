namespace PruningRecipes;

/// <summary>Suggests what a misspelt name may have meant.</summary>
internal static class NearestName
{
    private const int MaximumLength = 128;

    /// <summary>The end of a sentence: <c>; did you mean 'fc1'?</c>, or a full stop if no candidate is near.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        Of(word, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : ".";

    /// <summary>The candidate that a misspelt word most likely stands for; null if none is close.</summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        string? nearest = null;
        // A third of the letters may be wrong; a longer word is no slip of the hand, and comparing costs its square.
        int least = Math.Min(MaximumLength, word.Length) / 3 + 1;
        if (word.Length > MaximumLength)
        {
            return null;
        }

        foreach (string candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) >= least + 1 || candidate.Length > MaximumLength)
            {
                continue;
            }

            int distance = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < least || (distance == least && nearest is null && distance < candidate.Length))
            {
                nearest = candidate;
                least = distance;
            }
        }

        return nearest;
    }

    /// <summary>The Damerau-Levenshtein distance in its restricted form: insert, delete, replace, swap neighbours.</summary>
    private static int Distance(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1];
        int[] last = new int[b.Length + 1];
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replace, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[b.Length];
    }
}
