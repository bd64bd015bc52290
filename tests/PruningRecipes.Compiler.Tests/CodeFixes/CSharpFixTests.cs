using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PruningRecipes.Analyzers;
using PruningRecipes.Language;

namespace PruningRecipes.Compiler.Tests;

public sealed class CSharpFixTests
{
    private const string Recipe = "recipe: one-shot\nstages:\n  - snapshot: init\n";

    [Fact]
    public Task A_recipe_class_becomes_partial() =>
        VerifyAsync(
            "PRN7002",
            "[Recipe<LeNet300>(\"test.recipe.yaml\")]\ninternal sealed class Ticket { }\n",
            "[Recipe<LeNet300>(\"test.recipe.yaml\")]\ninternal sealed partial class Ticket { }\n"
        );

    [Fact]
    public Task A_misspelt_recipe_file_becomes_the_nearest() =>
        VerifyAsync(
            "PRN7001",
            "[Recipe<LeNet300>(file: \"tset.recipe.yaml\")]\ninternal sealed partial class Ticket { }\n",
            "[Recipe<LeNet300>(file: \"test.recipe.yaml\")]\ninternal sealed partial class Ticket { }\n"
        );

    [Theory]
    [InlineData("\"test.recipe.yaml\", Name = \"a\"", "\"test.recipe.yaml\"")]
    [InlineData("file: \"test.recipe.yaml\",\n    Seed = 1", "file: \"test.recipe.yaml\"")]
    public Task An_argument_without_effect_is_removed(string arguments, string mended) =>
        VerifyAsync(
            "PRN7023",
            $"[Recipe<LeNet300>({arguments})]\ninternal sealed partial class Ticket {{ }}\n",
            $"[Recipe<LeNet300>({mended})]\ninternal sealed partial class Ticket {{ }}\n"
        );

    [Theory]
    [InlineData("public Net() : base(\"\") { }", "public Net() : base(\"\") { RegisterComponents(); }")]
    [InlineData(
        "public Net() : base(\"\")\n    {\n        train(); // mode\n    }",
        "public Net() : base(\"\")\n    {\n        train(); // mode\n        RegisterComponents();\n    }"
    )]
    [InlineData(
        "public Net() : base(\"\")\n    {\n    }",
        "public Net() : base(\"\")\n    {\n        RegisterComponents();\n    }"
    )]
    public Task Components_are_registered_at_the_end_of_the_only_constructor(string constructor, string mended) =>
        VerifyAsync("PRN7022", Net(constructor), Net(mended));

    [Theory]
    [InlineData("public Net() : base(\"\") => train();")]
    [InlineData("public Net() : base(\"\") { if (training) return; }")]
    [InlineData("public Net() : base(\"\") { } public Net(int width) : base(\"\") { }")]
    public async Task Without_one_place_for_it_a_call_is_not_inserted(string constructor)
    {
        using CodeFixRun run = Run(Net(constructor));
        Diagnostic diagnostic = Assert.Single(await run.DiagnosticsAsync(), d => d.Id == "PRN7022");
        Assert.Empty(await run.OffersAsync(diagnostic));
    }

    [Theory]
    [InlineData(
        "namespace Nets\n{\n    internal class Net\n    {\n    }\n}\n",
        "namespace Nets\n{\n    [global::PruningRecipes.Prunable]\n    internal class Net\n    {\n    }\n}\n"
    )]
    [InlineData(
        "using PruningRecipes;\r\nnamespace Nets;\r\n\r\n/// <summary>A net.</summary>\r\n[System.Serializable] internal class Net;\r\n",
        "using PruningRecipes;\r\nnamespace Nets;\r\n\r\n/// <summary>A net.</summary>\r\n[Prunable]\r\n[System.Serializable] internal class Net;\r\n"
    )]
    public async Task A_model_is_marked_in_the_file_where_it_stands(string model, string marked)
    {
        using var run = new CodeFixRun(
            ("/project/Model.cs", model),
            (
                "/project/Ticket.cs",
                "[PruningRecipes.Recipe<Nets.Net>(\"test.recipe.yaml\")] internal sealed partial class Ticket;"
            ),
            (TestProject.RecipePath, Recipe)
        );
        Assert.Equal(marked, (await run.FixAsync("PRN7004"))["Model.cs"]);
    }

    [Fact]
    public async Task A_model_of_another_assembly_cannot_be_marked()
    {
        using var run = new CodeFixRun(
            (
                "/project/Ticket.cs",
                "[PruningRecipes.Recipe<string>(\"test.recipe.yaml\")] internal sealed partial class Ticket;"
            ),
            (TestProject.RecipePath, Recipe)
        );
        Diagnostic diagnostic = Assert.Single(await run.DiagnosticsAsync(), d => d.Id == "PRN7004");
        Assert.Empty(await run.OffersAsync(diagnostic));
    }

    [Theory]
    [InlineData("Snapshot(\"MySnapshot\")", "PRN1009", "Snapshot(\"my-snapshot\")")]
    [InlineData("Prune(Score.Magnitude, Sparsity = 90)", "PRN5001", "Prune(Score.Magnitude, Sparsity = \"90%\")")]
    [InlineData("Train(Epochs = 2, Schedule = \"cosin\")", "PRN1008", "Train(Epochs = 2, Schedule = \"cosine\")")]
    [InlineData(
        "Layers(Except = new[] { \"fc1\", \"fc_2\" })",
        "PRN2001",
        "Layers(Except = new[] { \"fc1\", \"fc2\" })"
    )]
    public Task An_edit_of_the_checker_becomes_a_string_in_place_of_the_argument(
        string attribute,
        string id,
        string mended
    ) =>
        VerifyAsync(
            id,
            $"[Recipe<LeNet300>]\n[Evaluate(Metric.Sparsity)]\n[{attribute}]\ninternal sealed partial class Ticket {{ }}\n",
            $"[Recipe<LeNet300>]\n[Evaluate(Metric.Sparsity)]\n[{mended}]\ninternal sealed partial class Ticket {{ }}\n"
        );

    [Theory]
    [InlineData("0.9", true)]
    [InlineData("\"fc1\"", true)]
    [InlineData("Score.Magnitude", false)]
    [InlineData("Magnitude", false)]
    [InlineData("Sparsity", false)]
    [InlineData("12.5", true)]
    [InlineData("true", false)]
    [InlineData("Ticket", false)]
    [InlineData("Prune", false)]
    [InlineData("0.9)", false)]
    public async Task An_edit_is_offered_only_where_a_string_can_stand(string word, bool isOffered)
    {
        const string Source = """
            [Recipe<LeNet300>]
            [Layers(Except = new[] { "fc1" })]
            [Prune(Score.Magnitude, Sparsity = 0.9)]
            [Train(Betas = [12.5, 0.5], Nesterov = true)]
            internal sealed partial class Ticket;
            """;
        using CodeFixRun run = Run(Source);
        SyntaxTree tree = (await run.Project.Documents.Single().GetSyntaxTreeAsync())!;
        var span = new SourceSpan(
            Sources.LeNet300.Length + Source.IndexOf(word, StringComparison.Ordinal),
            word.Length
        );
        var finding = new Finding(Rules.ParameterUnused, span, ["a"], new Edit("Change", span, "new"));
        Assert.Equal(isOffered, (await run.OffersAsync(FindingDiagnostics.InAttributes(finding, tree))).Length == 1);
    }

    [Theory]
    [InlineData(FixAllScope.Document)]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public async Task All_are_fixed_at_once(FixAllScope scope)
    {
        using CodeFixRun run = Run(
            "[Recipe<LeNet300>(\"test.recipe.yaml\")] internal sealed class Ticket;\n"
                + "[Recipe<LeNet300>(\"test.recipe.yaml\")] internal sealed class Other;\n"
        );
        string text = (await run.FixAllAsync("PRN7002", scope))["File0.cs"];
        Assert.EndsWith(
            "[Recipe<LeNet300>(\"test.recipe.yaml\")] internal sealed partial class Ticket;\n"
                + "[Recipe<LeNet300>(\"test.recipe.yaml\")] internal sealed partial class Other;\n",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_model_of_two_recipes_is_marked_once()
    {
        using var run = new CodeFixRun(
            ("/project/Model.cs", "internal class Net;"),
            ("/project/A.cs", "[PruningRecipes.Recipe<Net>(\"test.recipe.yaml\")] internal sealed partial class A;"),
            ("/project/B.cs", "[PruningRecipes.Recipe<Net>(\"test.recipe.yaml\")] internal sealed partial class B;"),
            (TestProject.RecipePath, Recipe)
        );
        Assert.Equal(
            "[global::PruningRecipes.Prunable]\ninternal class Net;",
            (await run.FixAllAsync("PRN7004", FixAllScope.Project))["Model.cs"]
        );
    }

    [Fact]
    public void Every_fixable_rule_has_one_provider_and_a_stable_key()
    {
        string[] ids = [.. CodeFixRun.Providers.SelectMany(provider => provider.FixableDiagnosticIds)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.Subset(
            AnalyzerRun.Analyzers.SelectMany(a => a.SupportedDiagnostics).Select(d => d.Id).ToHashSet(),
            ids.ToHashSet()
        );
    }

    private static string Net(string constructor) =>
        $"[Prunable]\ninternal sealed class Net : nn.Module\n{{\n    private readonly Linear fc = nn.Linear(1, 1);\n    {constructor}\n}}\n";

    private static CodeFixRun Run(string source) =>
        new(("/project/File0.cs", Sources.LeNet300 + source), (TestProject.RecipePath, Recipe));

    private static async Task VerifyAsync(string id, string source, string mended)
    {
        using CodeFixRun run = Run(source);
        ImmutableArray<Diagnostic> before = await run.DiagnosticsAsync();
        string text = (await run.FixAsync(id))["File0.cs"];
        Assert.Equal(Sources.LeNet300 + mended, text);

        using var after = new CodeFixRun(("/project/File0.cs", text), (TestProject.RecipePath, Recipe));
        Assert.Equal(before.Count(d => d.Id == id) - 1, (await after.DiagnosticsAsync()).Count(d => d.Id == id));
    }
}
