namespace PruningRecipes.Language.Tests;

/// <summary>Texts that are meant to stall, crash or fool a compiler.</summary>
public sealed class HostileTests
{
    public static TheoryData<string, string> Texts =>
        new()
        {
            { "brackets", new string('[', 40_000) },
            { "braces", new string('{', 40_000) },
            { "brackets behind a key", "stages: " + new string('[', 250_000) },
            { "dashes", string.Concat(Enumerable.Repeat("- ", 100_000)) },
            { "questions", string.Concat(Enumerable.Repeat("? ", 100_000)) },
            { "colons", string.Concat(Enumerable.Repeat(": ", 100_000)) },
            { "keys in a line", string.Concat(Enumerable.Repeat("a: ", 80_000)) },
            { "deep map", string.Concat(Enumerable.Range(0, 500).Select(i => new string(' ', i) + "a:\n")) },
            { "deep flow", string.Concat(Enumerable.Repeat("{a: ", 50_000)) },
            {
                "alias bomb",
                "a: &a [x, x]\n"
                    + string.Concat("bcdefghi".Select(c => $"{c}: &{c} [*{(char)(c - 1)}, *{(char)(c - 1)}]\n"))
            },
            {
                "merge bomb",
                "a: &a { x: 1 }\n"
                    + string.Concat("bcdefghi".Select(c => $"{c}: &{c} {{ <<: [*{(char)(c - 1)}, *a] }}\n"))
            },
            { "self alias", "a: &a [*a]" },
            { "many anchors", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"k{i}: &a{i} x\n")) },
            { "2 MB scalar", "title: " + new string('x', 2_000_000) },
            { "250 KB scalar", "recipe: " + new string('x', 250_000) },
            { "250 KB quoted", "recipe: \"" + new string('\\', 250_000) },
            { "250 KB folded", "title: >\n" + string.Concat(Enumerable.Repeat("  x\n\n", 40_000)) },
            { "many keys", string.Concat(Enumerable.Range(0, 40_000).Select(i => $"k{i}: 1\n")) },
            { "same keys", string.Concat(Enumerable.Repeat("recipe: a\n", 4_000)) },
            {
                "many unknown words",
                "recipe: a\nstages:\n" + string.Concat(Enumerable.Repeat("  - prnue: 1\n", 3_000))
            },
            {
                "many layers",
                "recipe: a\nlayers:\n  only:\n"
                    + string.Concat(Enumerable.Range(0, 9_000).Select(i => $"    - layer{i}\n"))
            },
            {
                "stars",
                "recipe: a\nstages: [{ prune: { remove: 20% } }]\nlayers: { only: [\""
                    + string.Concat(Enumerable.Repeat("*a", 20_000))
                    + "b\"] }"
            },
            { "many dollars", "recipe: $" + new string('$', 200_000) },
            { "long name", "recipe: " + string.Concat(Enumerable.Repeat("a-", 10_000)) + "a" },
            {
                "huge numbers",
                "recipe: a\nseed: 1e28\nstages: [{ prune: { count: 79228162514264337593543950335 } }, { prune: { compression: 79228162514264337593543950335x } }]"
            },
            {
                "tiny numbers",
                "recipe: a\nstages: [{ prune: { remove: 1e-28 } }, { prune: { keep: 0.0000000000000000000000000001 } }]"
            },
            { "exponents", "recipe: a\nseed: 1e999999999999\nstages: [{ prune: { remove: 1e-999999999999 } }]" },
            { "tags", "!!python/object/apply:os.system [\"ls\"]" },
            { "directives", "%YAML 9.9\n%TAG ! tag:x,2000:\n---\nrecipe: !a b" },
            { "nul", "recipe: a\0b\nstages: \0" },
            { "lone surrogates", "recipe: \ud800\ntitle: \udc00\n" },
            { "separators", "recipe: a\u2028b\ntitle: \u0085x\ncite: \u2029\n" },
            { "bidi", "recipe: a\u202Eb\nstages: [{ \u202Eprune: 1 }]" },
            { "bidi in a fix", "stages: [train: { epochs: 1, optimizer: { sgd: { learning-rate:\u202E } } }]" },
            { "byte order mark", "\uFEFFrecipe: a\nstages: [{ prune: { remove: 20% } }]" },
            {
                "quotes and newlines in names",
                "recipe: \"a\\\"; System.Environment.Exit(1); //\\n\"\nstages: [{ snapshot: \"*/ }\" }]"
            },
            {
                "keywords",
                "recipe: class\nparameters: { class: { type: count, default: 1 }, void: { type: count, default: 1 } }\nstages: [{ snapshot: namespace }]"
            },
            { "malformed flow", "a: [b\nc: d" },
            { "tabs", "recipe:\ta\n\tstages:\t[]" },
            { "carriage returns", "recipe: a\r\nstages:\r\n  - prune: { remove: 20% }\r" },
            { "unfinished", "recipe: a\nstages:\n  - prune: { remove:" },
            { "comment bomb", string.Concat(Enumerable.Repeat("#\n", 130_000)) },
        };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_hostile_text_is_answered_soon_and_without_harm(string name, string text) =>
        WellFormed.Verify(text, Timely.Compile(text, name));

    [Fact]
    public void Deeply_nested_repeats_of_attributes_end_at_the_limit()
    {
        MappingNode stage = Mapping(("train", Mapping(("epochs", Scalar("1")), ("optimizer", Scalar("sgd")))));
        for (int i = 0; i < 1000; i++)
        {
            stage = Mapping(("repeat", Scalar("2")), ("stages", new SequenceNode(new SourceSpan(0, 1), [stage])));
        }

        ParsedRecipe parsed = RecipeCompiler.Bind(
            Mapping(("recipe", Scalar("a")), ("stages", new SequenceNode(new SourceSpan(0, 1), [stage]))),
            CancellationToken.None
        );

        Assert.Equal("PRN1002", Assert.Single(parsed.Findings).Rule.Id);
    }

    /// <summary>More than fit into the depth of YAML: attributes are flat.</summary>
    [Fact]
    public void As_many_repeats_in_each_other_as_there_may_be_are_checked_soon()
    {
        const string Text = """
            - snapshot: NAME
            - train: { epochs: 9, optimizer: sgd, schedule: cosine, during: [{ snapshot: { name: NAME-early, at: 1 epochs } }] }
            - prune: { remove: 1% }
            - rewind: { to: NAME-early, what: [weights, schedule] }
            """;
        RecipeNode[] stages = Stages(0);
        for (int i = 1; i <= RecipeLimits.Repeats; i++)
        {
            RecipeNode body = new SequenceNode(new SourceSpan(0, 1), stages.ToEquatableArray());
            stages = [.. Stages(i), Mapping(("repeat", Scalar("2")), ("stages", body)), .. Stages(i)];
        }

        MappingNode root = Mapping(
            ("recipe", Scalar("a")),
            ("stages", new SequenceNode(new SourceSpan(0, 1), stages.ToEquatableArray()))
        );

        CompiledRecipe compiled = Timely.Run(
            () =>
                RecipeCompiler.Compile(
                    RecipeCompiler.Bind(root, CancellationToken.None),
                    Recipes.LeNet300,
                    CancellationToken.None
                ),
            "repeats in each other"
        );

        Assert.DoesNotContain(compiled.Findings, finding => finding.Rule == Rules.LimitExceeded);

        static RecipeNode[] Stages(int level)
        {
            string text = Recipes.WithStages(Text.Replace("NAME", $"level-{level}", StringComparison.Ordinal));
            MappingNode recipe = YamlReader.Read(text, CancellationToken.None).Root!;
            return [.. ((SequenceNode)recipe.Find("stages")!.Value).Items];
        }
    }

    private static ScalarNode Scalar(string text) => new(new SourceSpan(0, 1), text);

    private static MappingNode Mapping(params (string Key, RecipeNode Value)[] entries) =>
        new(
            new SourceSpan(0, 1),
            entries.Select(entry => new MappingEntry(Scalar(entry.Key), entry.Value)).ToEquatableArray()
        );
}
