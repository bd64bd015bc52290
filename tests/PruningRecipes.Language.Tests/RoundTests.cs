namespace PruningRecipes.Language.Tests;

public sealed class RoundTests
{
    [Fact]
    public void Each_round_is_checked_with_its_own_number()
    {
        // 1 + 2 + 3 + 4 of 1000.
        RecipePlan plan = Plan("- repeat: 4\n  stages: [{ prune: { count: $round } }]");

        Assert.Equal("1.0%", plan.Table[1].Sparsity);
        Assert.Equal(Operand.Round(4), Assert.IsType<PruneInstruction>(Body(plan.Instructions[0])[0]).Pruning.Amount);
    }

    [Fact]
    public void The_innermost_repeat_counts()
    {
        RecipePlan plan = Plan(
            "- repeat: 3\n  stages: [{ repeat: $round, stages: [{ prune: { count: $round } }] }, { train: { epochs: $round, optimizer: sgd } }]"
        );

        // 1, then 1 + 2, then 1 + 2 + 3 of 1000.
        Assert.Equal("1.0%", plan.Table[0].Sparsity);
        EquatableArray<Instruction> outer = Body(plan.Instructions[0]);
        Assert.Equal(Operand.Round(3), Assert.IsType<RepeatInstruction>(outer[0]).Count);
        Assert.Equal(Operand.Round(3), Assert.IsType<PruneInstruction>(Body(outer[0])[0]).Pruning.Amount);
        Assert.Equal(
            ["repeat 3 times", "repeat $round times", "prune magnitude, layer, count $round", "$round epochs"],
            plan.Table.Select(row => row.Training.Length > 0 ? row.Training : row.Stage)
        );
    }

    /// <summary>A head of 1000 weights, of which 1 + 2 + ... + n are pruned: 44 rounds leave 10, 45 would leave none.</summary>
    [Theory]
    [InlineData(44, 44, false)]
    [InlineData(45, 45, true)]
    [InlineData(5, 44, false)]
    [InlineData(5, 45, true)]
    public void A_parameter_counts_the_rounds_to_the_end_of_its_range(int rounds, int most, bool empties)
    {
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages(
                "- repeat: $n\n  stages: [{ prune: { count: $round } }, { train: { epochs: 1, optimizer: sgd } }]",
                $"layers: {{ only: [head] }}\nparameters: {{ n: {{ type: count, default: {rounds}, range: 1 .. {most} }} }}\n"
            )
        );

        Assert.Equal(empties ? ["PRN5004"] : [], compiled.Findings.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void A_round_that_prunes_nothing_is_not_the_last_one()
    {
        // A tenth of one weight rounds to none, a tenth of 6 to one.
        RecipePlan plan = Recipes
            .Compile(
                Recipes.WithStages(
                    "- repeat: 6\n  stages: [{ prune: { count: $round } }]",
                    "layers: { only: [head], rules: [{ match: head, scale: 0.1 }] }\n"
                )
            )
            .Plan!;

        Assert.Equal("0.1%", plan.Table[0].Sparsity);
    }

    [Fact]
    public void Endless_rounds_are_cut_short() =>
        Assert.NotNull(
            Timely
                .Compile(
                    Recipes.WithStages(
                        "- repeat: 2000000000\n  stages: [{ prune: { sparsity: 50% } }, { repeat: $round, stages: [{ prune: { sparsity: 50% } }] }, { train: { epochs: 1, optimizer: sgd } }]"
                    )
                )
                .Plan
        );

    [Theory]
    [InlineData("prune: { count: $round }", true)]
    [InlineData("prune: { remove: 1%, rounds: $round }", true)]
    [InlineData("prune: { score: snip, data: { batches: $round }, remove: 1% }", true)]
    [InlineData("prune: { count: 3 }", false)]
    public void The_surface_knows_which_prunes_take_the_round(string prune, bool takesRound)
    {
        string stages = $"- prune: {{ remove: 1% }}\n- repeat: 2\n  stages: [{{ {prune} }}]\n";
        EquatableArray<int> expected = takesRound ? [2] : [];

        Assert.Equal(expected, Recipes.Compile(Recipes.WithStages(stages)).Surface.PrunesOfRound);
        Assert.Equal(expected, Recipes.Compile(Recipes.WithStages(stages + "- rewind: nowhere")).Surface.PrunesOfRound);
    }

    private static EquatableArray<Instruction> Body(Instruction instruction) =>
        Assert.IsType<RepeatInstruction>(instruction).Body;

    private static RecipePlan Plan(string stages) =>
        Recipes.Compile(Recipes.WithStages(stages, "layers: { only: [head] }\n")).Plan!;
}
