using System.Text.RegularExpressions;

namespace PruningRecipes.Tool.Tests;

public sealed class ExplainCommandTests
{
    [Fact]
    public void A_recipe_without_a_model_is_explained_as_far_as_it_goes()
    {
        CommandRun run = CommandRun.Of("explain", "recipes/lottery-ticket.recipe.yaml");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Golden.Verify(run.Output);
    }

    [Fact]
    public void With_a_project_the_figures_are_those_of_its_model()
    {
        CommandRun run = CommandRun.Of(
            "explain",
            "samples/FirstRecipe/first.recipe.yaml",
            "--project",
            "samples/FirstRecipe/FirstRecipe.csproj"
        );

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Golden.Verify(run.Output);
        Assert.Contains(run.Output, File.ReadAllText("docs/tool.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_with_errors_has_no_plan()
    {
        CommandRun run = CommandRun.Of("explain", "tests/PruningRecipes.Tool.Tests/Recipes/wrong.recipe.yaml");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.All(
            run.Output.TrimEnd('\n').Split('\n'),
            line => Assert.Matches(@"wrong\.recipe\.yaml\(\d+,\d+\): error PRN\d{4}: ", line)
        );
    }

    [Theory]
    [InlineData("- prune: { sparsity: 90% }", "90.0%")]
    [InlineData("- prune: { keep: 2% }", "98.0%")]
    [InlineData("- prune: { compression: 10x }", "90.0%")]
    [InlineData(
        "- repeat: 2\n  stages:\n  - prune: { remove: 50% }\n  - train: { epochs: 1, optimizer: sgd }",
        "75.0%"
    )]
    [InlineData("- prune: { sparsity: 50% }\n- prune: { allocation: global, remove: 50% }", "75.0%")]
    public void The_curve_ends_at_the_sparsity_that_the_amounts_come_to(string stages, string sparsity)
    {
        CommandRun run = Explain($"{stages}\n- train: {{ epochs: 1, optimizer: sgd }}");

        Assert.Contains($"Sparsity, {sparsity} in the end:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_depends_on_the_number_of_weights_is_not_drawn_without_a_model()
    {
        CommandRun run = Explain("- prune: { count: 100 }\n- train: { epochs: 1, optimizer: sgd }");

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("in the end", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- prune: { sparsity: 90% }\n- train: { epochs: 7, optimizer: sgd }", "7 epochs")]
    [InlineData("- prune: { sparsity: 90% }\n- train: { steps: 300, optimizer: sgd }", "300 steps")]
    [InlineData(
        "- prune: { sparsity: 90% }\n- train: { steps: 300, optimizer: sgd }\n- train: { epochs: 7, optimizer: sgd }",
        "3 stages"
    )]
    public void The_axis_is_in_the_unit_that_all_training_has(string stages, string length) =>
        Assert.Contains($" {length}\n", Explain(stages).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("- prune: { sparsity: 90% }", "│ masks                   │ 0.125             │         │")]
    [InlineData("- prune: { sparsity: 90% }", "│ ranking, each thread    │                   │ 512 KiB │")]
    [InlineData("- snapshot: init", "│ snapshot init           │ 4                 │")]
    [InlineData(
        "- train: { epochs: 1, optimizer: { sgd: { momentum: 0.9 } } }",
        "│ moments of sgd          │ 4                 │"
    )]
    [InlineData("- train: { epochs: 1, optimizer: adam }", "│ moments of adam         │ 8                 │")]
    public void Memory_is_told_for_each_weight(string stages, string row) =>
        Assert.Contains(row, Explain(stages).Output, StringComparison.Ordinal);

    [Fact]
    public void An_optimizer_without_moments_needs_no_memory() =>
        Assert.DoesNotContain(
            "moments",
            Explain("- train: { epochs: 1, optimizer: { sgd: { momentum: 0 } } }").Output,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "prune: { score: l2-norm, grain: filter, sparsity: 50%, soft: true, every: 1 epochs }",
        "│ prune l2-norm, filter, layer, sparsity 50%, soft │ every epoch │"
    )]
    [InlineData(
        "prune: { allocation: global, sparsity: 0% -> 90%, every: 100 steps, from: 2 epochs, until: 75% }",
        "│ prune magnitude, global, sparsity 0% -> 90%, cubic │ every 100 steps, from 2 epochs, until 15 epochs │"
    )]
    [InlineData(
        "straight-through: { grain: 2 of 4, decay: 2e-4 }",
        "│ straight-through magnitude, 2 of 4, decay 0.0002 │ │"
    )]
    [InlineData(
        "regularize: { kind: growing-l2, strength: 0.01, until: 75% }",
        "│ regularize growing-l2, strength 0.01 │ until 15 epochs │"
    )]
    [InlineData("snapshot: { name: early, at: 5% }", "│ snapshot early │ at 1 epoch │")]
    [InlineData(
        "constrain: { to: { prune: { sparsity: 90% } }, rho: 1e-3 -> 0.1, every: 2 epochs }",
        "│ constrain to prune magnitude, layer, sparsity 90%, rho 0.001 -> 0.1 │ every 2 epochs │"
    )]
    public void What_happens_while_a_stage_trains_has_a_row_below_it(string action, string row)
    {
        CommandRun run = Explain(
            $"- train:\n    epochs: 20\n    optimizer: {{ sgd: {{ learning-rate: 0.1 }} }}\n    during:\n      - {action}"
        );

        Assert.Contains(row, Regex.Replace(run.Output, " +", " "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "rewire: { drop: magnitude-by-sign, grow: random, fraction: 30%, every: 1 epochs }",
        "drop magnitude-by-sign, grow random, fraction 30%"
    )]
    [InlineData(
        "rewire: { grow: momentum, fraction: 30%, decay: cosine, every: 1 epochs }",
        "drop magnitude, grow momentum, fraction 30%, cosine"
    )]
    [InlineData("rewire: { drop: sign-flip, grow: random, every: 1 steps }", "drop sign-flip, grow random ")]
    public void A_rewiring_is_told_with_what_drops_and_what_grows(string action, string text) =>
        Assert.Contains(
            "rewire, " + text,
            Explain(
                $"- prune: {{ score: random, sparsity: 90% }}\n- train:\n    epochs: 20\n    optimizer: {{ sgd: {{ momentum: 0.9 }} }}\n    during:\n      - {action}"
            ).Output,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_a_mask_hides_is_drawn_as_it_grows()
    {
        string chart = Explain(
            "- train:\n    epochs: 20\n    optimizer: sgd\n    during:\n      - straight-through: { sparsity: 0% -> 80% }"
        ).Output;

        Assert.Contains("Sparsity, 80.0% in the end:", chart, StringComparison.Ordinal);
        Assert.Matches(" 40% ┤ +[▁▂▃▄▅▆▇]*█{40,}\n", chart);
    }

    [Theory]
    [InlineData("recipes/iterative-snip.recipe.yaml", "prune snip, global, sparsity 98%, 60 rounds")]
    [InlineData("recipes/rewound-schedule.recipe.yaml", "rewind to early, schedule")]
    [InlineData("recipes/learning-rate-rewinding.recipe.yaml", "replay from 5%")]
    [InlineData("recipes/movement.recipe.yaml", "│ scores of movement              │ 4                 │")]
    [InlineData("recipes/snfs.recipe.yaml", "│ momentum that weights grow by │ 4                 │")]
    [InlineData(
        "recipes/edge-popup.recipe.yaml",
        "│ weights, learned scores and their gradients │ 12                │"
    )]
    public void A_recipe_is_told_with_what_makes_it_the_method(string recipe, string text) =>
        Assert.Contains(text, CommandRun.Of("explain", recipe).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "- repeat: 1000000000\n  stages:\n  - repeat: 1000000000\n    stages: [{ evaluate: [accuracy] }]\n- prune: { sparsity: 90% }"
    )]
    [InlineData(
        "- repeat: 100000\n  stages:\n  - train: { epochs: 9, optimizer: sgd, during: [{ prune: { sparsity: 90% -> 90%, every: 1% } }] }"
    )]
    public void A_recipe_of_very_many_rounds_is_answered_soon(string stages)
    {
        CommandRun run = Explain(stages);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("in the end", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Markup_in_a_title_is_text()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write(
            "a.recipe.yaml",
            "recipe: a\ntitle: \"[red]x[/] [nonsense\"\nstages:\n  - prune: { sparsity: 90% }\n  - train: { epochs: 1, optimizer: sgd }\n"
        );

        Assert.StartsWith("a: [red]x[/] [nonsense\n", CommandRun.Of("explain", path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_has_no_characters_that_a_terminal_obeys()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write(
            "a.recipe.yaml",
            "recipe: a\ntitle: \"x\\e[31m\"\ncite: \"y\\u202E\"\nstages:\n  - prune: { sparsity: 90% }\n  - train: { epochs: 1, optimizer: sgd }\n"
        );

        Assert.Contains("a: x\\u001B[31m\ny\\u202E\n", CommandRun.Of("explain", path).Output, StringComparison.Ordinal);
    }

    private static CommandRun Explain(string stages)
    {
        using TemporaryFolder folder = new();
        string indented = string.Concat(stages.Split('\n').Select(line => $"  {line}\n"));
        return CommandRun.Of("explain", folder.Write("a.recipe.yaml", $"recipe: a\nstages:\n{indented}"));
    }
}
