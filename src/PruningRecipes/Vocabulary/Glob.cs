namespace PruningRecipes;

/// <summary>
/// Patterns over parameter paths: <c>*</c> stands for any characters within a segment, <c>**</c> for any across
/// segments; both ends are anchored. Linear in the path for each star, without recursion or regular expressions.
/// </summary>
#if PRUNING_RECIPES_RUNTIME
public
#else
internal
#endif
static class Glob
{
    private const string Weight = ".weight";

    /// <summary>Whether a pattern names a layer: by the layer's path, or by the path of its weight.</summary>
    public static bool MatchesLayer(string pattern, string layer) =>
        Matches(pattern, layer) || (MayNameWeight(pattern, layer) && Matches(pattern, layer + Weight));

    /// <summary>Whether the lengths allow it: most pairs of a pattern and a layer are told apart without a new string.</summary>
    private static bool MayNameWeight(string pattern, string layer) =>
        pattern.LastIndexOf('*') >= 0 || pattern.Length == layer.Length + Weight.Length;

    /// <summary>Whether a pattern matches the whole of a path.</summary>
    public static bool Matches(string pattern, string path)
    {
        int p = 0;
        int s = 0;
        int singleStar = -1;
        int singleMark = 0;
        int doubleStar = -1;
        int doubleMark = 0;
        while (true)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                if (p + 1 < pattern.Length && pattern[p + 1] == '*')
                {
                    p += 2;
                    doubleStar = p;
                    doubleMark = s;
                    singleStar = -1;
                }
                else
                {
                    p++;
                    singleStar = p;
                    singleMark = s;
                }
            }
            else if (s < path.Length && p < pattern.Length && pattern[p] == path[s])
            {
                p++;
                s++;
            }
            else if (s == path.Length && p == pattern.Length)
            {
                return true;
            }
            else if (singleStar >= 0 && singleMark < path.Length && path[singleMark] != '.')
            {
                p = singleStar;
                s = ++singleMark;
            }
            else if (doubleStar >= 0 && doubleMark < path.Length)
            {
                p = doubleStar;
                s = ++doubleMark;
                singleStar = -1;
            }
            else
            {
                return false;
            }
        }
    }
}
