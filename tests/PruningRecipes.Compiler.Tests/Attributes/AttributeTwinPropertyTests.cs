using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PruningRecipes.FrontEnd;
using PruningRecipes.Language;
using Xunit.Abstractions;

namespace PruningRecipes.Compiler.Tests;

/// <summary>Random recipes, printed as YAML and as attributes, mean the same and have the same findings at the same words.</summary>
public sealed class AttributeTwinPropertyTests(ITestOutputHelper output)
{
    private const int Cases = 500;

    private const string Program =
        Sources.Usings
        + """
            namespace Samples;

            [Prunable]
            internal sealed class Net : nn.Module<Tensor, Tensor>
            {
                private readonly Conv2d stem = nn.Conv2d(4, 16, 3);
                private readonly BatchNorm2d norm = nn.BatchNorm2d(16);
                private readonly Conv2d body = nn.Conv2d(16, 32, 3);
                private readonly Linear fc = nn.Linear(128, 64);
                private readonly Linear head = nn.Linear(64, 10);

                public Net() : base(nameof(Net)) => RegisterComponents();

                public override Tensor forward(Tensor x) => head.call(fc.call(body.call(norm.call(stem.call(x)))));
            }

            """;

    private static readonly CSharpCompilation s_program = TestProject.CompileClean(Program);

    private static readonly ModelShape s_model = ModelCache.Read(
        s_program.GetTypeByMetadataName("Samples.Net")!,
        s_program,
        CancellationToken.None
    )!;

    [Fact]
    public void Both_texts_of_a_recipe_mean_the_same_and_have_the_same_findings_at_the_same_words()
    {
        ulong seed = ulong.Parse(
            Environment.GetEnvironmentVariable("RECIPES_SEED") ?? "1",
            CultureInfo.InvariantCulture
        );
        output.WriteLine($"RECIPES_SEED={seed}");
        int plans = 0;
        int wrong = 0;
        var rules = new SortedSet<string>(StringComparer.Ordinal);
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
                one =>
                {
                    CompiledRecipe recipe = VerifyTwins(one);
                    plans += recipe.Plan is null ? 0 : 1;
                    wrong += recipe.Findings.Any(finding => finding.Rule.Severity == Severity.Error) ? 1 : 0;
                    rules.UnionWith(recipe.Findings.Select(finding => finding.Rule.Id));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(new Replay(new Rnd(seed), null)));
        output.WriteLine($"{plans} of {Cases} recipes have plans, {wrong} have errors: {string.Join(", ", rules)}.");
        Assert.True(plans > Cases / 10 && wrong > Cases / 10, $"{plans} plans, {wrong} wrong");
    }

    private static CompiledRecipe VerifyTwins(int seed)
    {
        MappingNode tree = RandomTree.OfSeed(seed);
        PrintedRecipe yaml = YamlPrinter.Print(tree);
        PrintedRecipe attributes = AttributePrinter.Print(
            tree,
            "namespace Samples;\nusing PruningRecipes;\n",
            "Net",
            seed
        );
        string twins = $"recipe {seed}\n{yaml.Text}\n{attributes.Text}";

        ParsedRecipe fromYaml = RecipeCompiler.Parse(yaml.Text, CancellationToken.None);
        ParsedRecipe fromAttributes = Read(attributes.Text, twins);
        CompiledRecipe expected = RecipeCompiler.Compile(fromYaml, s_model, CancellationToken.None);
        CompiledRecipe actual = RecipeCompiler.Compile(fromAttributes, s_model, CancellationToken.None);

        Assert.True(Equals(fromYaml.Recipe, fromAttributes.Recipe), "They mean something else: " + twins);
        Assert.True(Equals(expected.Plan, actual.Plan), "Other plans: " + twins);
        string[] missing = [.. Findings(expected).Except(Findings(actual))];
        string[] added = [.. Findings(actual).Except(Findings(expected))];
        Assert.True(
            missing.Length + added.Length == 0 && expected.Findings.Count == actual.Findings.Count,
            $"Only in YAML: {string.Join("; ", missing)}. Only in attributes: {string.Join("; ", added)}. {twins}"
        );
        Assert.Empty(Misplaced(expected, yaml, actual, attributes).Select(finding => $"{finding} {twins}"));
        return expected;
    }

    private static ParsedRecipe Read(string attributes, string twins)
    {
        CSharpCompilation compilation = s_program.AddSyntaxTrees(
            CSharpSyntaxTree.ParseText(attributes, TestProject.ParseOptions)
        );
        INamedTypeSymbol type = compilation.GetTypeByMetadataName("Samples.Drawn")!;
        RecipeClass recipe = RecipeClass.From(type, CancellationToken.None)!;
        AttributeRecipe read = AttributeRecipeReader.Read(type, recipe.Attribute, CancellationToken.None);
        Assert.True(read is { Root: not null, Findings.Count: 0 }, "The attributes cannot be read: " + twins);
        return RecipeCompiler.Bind(read.Root, CancellationToken.None);
    }

    private static IEnumerable<string> Findings(CompiledRecipe recipe) =>
        recipe
            .Findings.GroupBy(Key)
            .SelectMany(group => group.Select((_, i) => i == 0 ? group.Key : $"{group.Key} again ({i})"));

    /// <summary>The findings in attributes that do not stand at a word at which the same stands in YAML.</summary>
    private static IEnumerable<string> Misplaced(
        CompiledRecipe expected,
        PrintedRecipe yaml,
        CompiledRecipe actual,
        PrintedRecipe attributes
    )
    {
        ILookup<string, SourceSpan> places = expected
            .Findings.SelectMany(finding =>
                NodesAt(yaml, finding.Span).Select(node => (Key: Key(finding), Span: attributes.Spans[node]))
            )
            .ToLookup(place => place.Key, place => place.Span);
        return actual
            .Findings.Where(finding => !places[Key(finding)].Contains(finding.Span))
            .Select(finding =>
                $"{Key(finding)} is at '{Excerpt(attributes, finding.Span)}', not at "
                + string.Join(" or ", places[Key(finding)].Select(span => $"'{Excerpt(attributes, span)}'"))
            );
    }

    /// <summary>The innermost nodes that contain a place: a part of a value has none of its own.</summary>
    private static IEnumerable<RecipeNode> NodesAt(PrintedRecipe recipe, SourceSpan span)
    {
        (RecipeNode Node, int Length)[] around =
        [
            .. recipe
                .Spans.Where(place => place.Value.Start <= span.Start && place.Value.End >= span.End)
                .Select(place => (place.Key, place.Value.Length)),
        ];
        return around.Where(place => place.Length == around.Min(other => other.Length)).Select(place => place.Node);
    }

    private static string Excerpt(PrintedRecipe recipe, SourceSpan span) =>
        recipe.Text.Substring(span.Start, span.Length);

    private static string Key(Finding finding) => $"{finding.Rule.Id}: {finding.Message}";
}
