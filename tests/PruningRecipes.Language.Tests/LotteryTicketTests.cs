namespace PruningRecipes.Language.Tests;

public sealed class LotteryTicketTests
{
    [Fact]
    public void The_lottery_ticket_compiles_without_findings()
    {
        CompiledRecipe compiled = Recipes.Compile(Recipes.Lottery);

        Assert.Equal([], compiled.Findings.Select(finding => $"{finding.Rule.Id} {finding.Message}"));
        Assert.NotNull(compiled.Plan);
    }
}
