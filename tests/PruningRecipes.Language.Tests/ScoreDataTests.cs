namespace PruningRecipes.Language.Tests;

/// <summary>What a score sees, and what it divides the outputs by.</summary>
public sealed class ScoreDataTests
{
    [Theory]
    [InlineData("score: grasp, data: { batches: 1, per-class: 25 }, temperature: 200")]
    [InlineData("score: grasp, data: { batches: $n, per-class: $n }, temperature: $t")]
    [InlineData("score: taylor, data: { batches: 1, per-class: 2 }")]
    [InlineData("score: taylor, data: { batches: 1, per-class: {|PRN5002:0|} }")]
    [InlineData("score: taylor, data: { batches: 1, per-class: {|PRN1007:2.5|} }")]
    [InlineData("score: taylor, data: { batches: 1, {|PRN1005:per-clas|}: 2 }")]
    [InlineData("score: taylor, {|PRN1006:data|}: { per-class: 2 }")]
    [InlineData("score: grasp, data: { batches: 1 }, temperature: {|PRN5002:0|}")]
    [InlineData("score: grasp, data: { batches: 1 }, {|PRN1005:temperatur|}: 2")]
    [InlineData("score: snip, data: { batches: 1 }, {|PRN2011:temperature|}: 200")]
    [InlineData("{|PRN2011:temperature|}: 200")]
    public void A_prune_has_them(string score) =>
        Markup.VerifyStages(
            $"- prune: {{ {score}, sparsity: 50% }}\n- train: {{ epochs: 20, optimizer: sgd }}",
            head: score.Contains("$n", StringComparison.Ordinal)
                ? "parameters: { n: { type: count, default: 2, range: 1 .. 9 }, t: { type: number, default: 200 } }\n"
                : ""
        );

    [Fact]
    public void They_are_planned_for_the_stage_and_those_of_the_recipe_for_the_others()
    {
        CompiledRecipe compiled = Recipes.Compile(
            Recipes.WithStages(
                """
                - prune: { score: grasp, temperature: 200, sparsity: 30% }
                - prune: { score: snip, data: { batches: 3, per-class: $n }, sparsity: 50% }
                - train: { epochs: 5, optimizer: sgd }
                - prune: { sparsity: 60% }
                - recover: batchnorm
                """,
                "data: { batches: 4, per-class: 10 }\nparameters: { n: { type: count, default: 2 } }\n"
            )
        );

        EquatableArray<Instruction> plan = compiled.Plan!.Instructions;
        var ofRecipe = new DataPlan(Operand.Of(4), Operand.Of(10));
        var ofStage = new DataPlan(Operand.Of(3), Operand.Of("n", 2));
        PruningPlan[] prunes = [.. plan.OfType<PruneInstruction>().Select(prune => prune.Pruning)];
        Assert.Equal([ofRecipe, ofStage, null], prunes.Select(prune => prune.Data));
        Assert.Equal([Operand.Of(200), Operand.Of(1), Operand.Of(1)], prunes.Select(prune => prune.Temperature));
        Assert.Equal(ofRecipe, plan.OfType<RecoverInstruction>().Single().Data);
    }
}
