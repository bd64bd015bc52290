namespace PruningRecipes.Language;

/// <summary>A range of UTF-16 positions in the text that a recipe was written in.</summary>
internal readonly record struct SourceSpan(int Start, int Length)
{
    public int End => Start + Length;

    public static SourceSpan FromBounds(int start, int end) => new(start, end - start);
}
