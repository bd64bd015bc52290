using Microsoft.CodeAnalysis;

namespace PruningRecipes.Compiler.Tests;

public sealed class UsageFixTests
{
    [Theory]
    [InlineData(
        "    while (s_flag)\n    {\n        optimizer.step(); // once\n    }\n",
        "    while (s_flag)\n    {\n        optimizer.step(); // once\n        ticket.AfterOptimizerStep();\n    }\n"
    )]
    [InlineData(
        "    while (s_flag) { optimizer.step(); }\n",
        "    while (s_flag) { optimizer.step(); ticket.AfterOptimizerStep(); }\n"
    )]
    [InlineData(
        "    var loss =\r\n        optimizer.step();\r\n    Use(loss);\r\n",
        "    var loss =\r\n        optimizer.step();\r\n    ticket.AfterOptimizerStep();\r\n    Use(loss);\r\n"
    )]
    [InlineData(
        "\tswitch (steps)\n\t{\n\t\tcase 1:\n\t\t\toptimizer.step();\n\t\t\tbreak;\n\t}\n",
        "\tswitch (steps)\n\t{\n\t\tcase 1:\n\t\t\toptimizer.step();\n\t\t\tticket.AfterOptimizerStep();\n\t\t\tbreak;\n\t}\n"
    )]
    public Task The_masks_are_put_after_a_step(string statements, string mended) =>
        VerifyAsync(
            "PRN7013",
            "    ticket.Prune1();\n" + statements,
            "    ticket.Prune1();\n" + mended,
            "    ticket.Attach(optimizer);\n"
        );

    [Fact]
    public async Task A_step_that_is_a_loop_of_its_own_has_no_place_for_another_statement()
    {
        using CodeFixRun run = Run("    ticket.Prune1();\n    while (s_flag) optimizer.step();\n");
        Diagnostic diagnostic = Assert.Single(await run.DiagnosticsAsync(), d => d.Id == "PRN7013");
        Assert.Empty(await run.OffersAsync(diagnostic));
    }

    [Fact]
    public Task An_optimizer_is_attached_where_it_is_made() =>
        VerifyAsync(
            "PRN7014",
            "    while (s_flag) { ticket.BeforeOptimizerStep(); optimizer.step(); ticket.AfterOptimizerStep(); }\n",
            "    ticket.Attach(optimizer);\n    while (s_flag) { ticket.BeforeOptimizerStep(); optimizer.step(); ticket.AfterOptimizerStep(); }\n"
        );

    [Fact]
    public Task The_masks_are_put_after_a_load() =>
        VerifyAsync(
            "PRN7015",
            "    ticket.Prune1();\n    model.load(\"best.dat\");\n",
            "    ticket.Prune1();\n    model.load(\"best.dat\");\n    ticket.AfterOptimizerStep();\n"
        );

    private static string File(string statements, string attach) =>
        UsageProject.File(
            UsageProject.Method(
                "using LeNet300 model = new();\n    using Ticket ticket = new(model);\n    using var optimizer = optim.Adam(model.parameters());\n"
                    + attach
                    + statements
            )
        );

    private static CodeFixRun Run(string statements, string attach = "") =>
        new([
            ("/project/Program.cs", File(statements, attach)),
            .. UsageProject.CompiledFiles.Select((text, i) => ($"/project/File{i}.g.cs", text)),
        ]);

    private static async Task VerifyAsync(string id, string statements, string mended, string attach = "")
    {
        using CodeFixRun run = Run(statements, attach);
        string text = (await run.FixAsync(id))["Program.cs"];
        Assert.Equal(File(mended, attach), text);

        using CodeFixRun after = Run(mended, attach);
        Assert.DoesNotContain(await after.DiagnosticsAsync(), d => d.Id == id);
    }
}
