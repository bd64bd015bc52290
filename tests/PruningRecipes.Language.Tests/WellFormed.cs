namespace PruningRecipes.Language.Tests;

/// <summary>What holds of every compilation, whatever the text.</summary>
internal static class WellFormed
{
    public static void Verify(string text, CompiledRecipe compiled)
    {
        Assert.Equal(compiled.Plan is null, compiled.Findings.Any(one => one.Rule.Severity == Severity.Error));
        foreach (Finding finding in compiled.Findings)
        {
            VerifySpan(text, finding.Span);
            Assert.DoesNotContain(finding.Message, IsHarmful);
            if (finding.Fix is { } fix)
            {
                VerifySpan(text, fix.Span);
                Assert.DoesNotContain(fix.Title, IsHarmful);
            }
        }

        RecipeSurface surface = compiled.Surface;
        Assert.All(surface.Parameters, one => VerifyIdentifier(one.Member));
        Assert.All(surface.Masks, one => VerifyIdentifier(one.Member));
        Assert.All(surface.Snapshots, one => VerifyIdentifier(one.Member));
        Assert.Equal(surface.Parameters.Count, surface.Parameters.Select(one => one.Member).Distinct().Count());
        Assert.Equal(surface.Snapshots.Count, surface.Snapshots.Select(one => one.Member).Distinct().Count());
    }

    private static void VerifySpan(string text, SourceSpan span)
    {
        Assert.InRange(span.Start, 0, text.Length);
        Assert.InRange(span.Length, 0, text.Length - span.Start);
    }

    private static void VerifyIdentifier(string member) => Assert.Matches(@"\A[A-Z_][A-Za-z0-9_]*\z", member);

    private static bool IsHarmful(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202A' or '\u202E' or '\u2066' || char.IsSurrogate(c);
}
