using System.Text.RegularExpressions;

namespace PruningRecipes.Language.Tests;

/// <summary>Recipes with the expected findings written into them, as <c>{|PRN1005:prune_stages|}</c>; they may nest.</summary>
internal static partial class Markup
{
    /// <summary>Compiles a recipe and expects exactly the findings that are marked in it and looked for.</summary>
    public static CompiledRecipe Verify(string markup, ModelShape? model = null)
    {
        (string text, List<(string Id, SourceSpan Span)> expected) = Read(markup);
        CompiledRecipe compiled = Recipes.Compile(text, model);
        Func<string, bool> isLookedFor = LookedFor([.. expected.Select(one => one.Id)]);
        Assert.Equal(
            expected
                .Where(one => isLookedFor(one.Id))
                .OrderBy(one => one.Span.Start)
                .ThenBy(one => one.Id)
                .Select(one => Show(text, one.Id, one.Span)),
            compiled
                .Findings.Where(one => isLookedFor(one.Rule.Id))
                .OrderBy(one => one.Span.Start)
                .ThenBy(one => one.Rule.Id)
                .Select(one => Show(text, one.Rule.Id, one.Span))
        );
        Assert.Equal(compiled.Plan is null, compiled.Findings.Any(one => one.Rule.Severity == Severity.Error));
        Assert.All(compiled.Findings, one => Assert.DoesNotContain("{", Regex.Replace(one.Message, @"\{ .*\}", "")));
        return compiled;
    }

    /// <summary>
    /// Which findings a test is about. Advice on practice, and that this version does not run something, are looked for only
    /// where they are expected: small recipes that show something else seldom are good practice.
    /// </summary>
    /// <param name="expected">The ids that are expected.</param>
    public static Func<string, bool> LookedFor(IReadOnlyCollection<string> expected)
    {
        bool isOfPractice = expected.Any(IsPractice);
        bool isOfRunning = expected.Count > 0 && expected.All(id => id == Rules.NotRunYet.Id);
        return id => IsPractice(id) ? isOfPractice : id != Rules.NotRunYet.Id || isOfRunning;
    }

    public static bool IsPractice(string id) => id.StartsWith("PRN6", StringComparison.Ordinal);

    /// <summary>The same for the stages alone.</summary>
    public static CompiledRecipe VerifyStages(string markup, ModelShape? model = null, string head = "") =>
        Verify(Recipes.WithStages(markup, head), model);

    /// <summary>The recipe after its only fix has been applied.</summary>
    public static string ApplyFix(string text)
    {
        Edit fix = Assert.Single(Recipes.Compile(text).Findings, finding => finding.Fix is not null).Fix!;
        return text[..fix.Span.Start] + fix.NewText + text[fix.Span.End..];
    }

    private static string Show(string text, string id, SourceSpan span) =>
        $"{id} at {span.Start}: {text.Substring(span.Start, span.Length)}";

    private static (string Text, List<(string Id, SourceSpan Span)> Expected) Read(string markup)
    {
        var expected = new List<(string, SourceSpan)>();
        var open = new Stack<(string Id, int Start)>();
        var text = new System.Text.StringBuilder();
        int position = 0;
        foreach (Match token in Token().Matches(markup))
        {
            text.Append(markup, position, token.Index - position);
            position = token.Index + token.Length;
            if (token.Groups[1].Success)
            {
                open.Push((token.Groups[1].Value, text.Length));
            }
            else
            {
                (string id, int start) = open.Pop();
                expected.Add((id, SourceSpan.FromBounds(start, text.Length)));
            }
        }

        return (text.Append(markup, position, markup.Length - position).ToString(), expected);
    }

    [GeneratedRegex(@"\{\|(PRN\d{4}):|\|\}")]
    private static partial Regex Token();
}
