namespace PruningRecipes.Compiler.Tests;

public sealed class OptimizerUsageTests
{
    private const string Loop =
        "for (int i = 0; i < steps; i++) { ticket.BeforeOptimizerStep(); optimizer.step(); ticket.AfterOptimizerStep(); }";

    [Theory]
    [InlineData("optim.Adam(model.parameters())", true)]
    [InlineData("optim.AdamW(model.parameters(), lr: 0.1)", true)]
    [InlineData("optim.SGD(model.parameters(), 0.1, momentum: 0.9)", true)]
    [InlineData("optim.SGD(model.named_parameters(), 0.1, 0.9)", true)]
    [InlineData("optim.SGD(model.parameters(), 0.1)", false)]
    [InlineData("optim.SGD(model.parameters(), 0.1, momentum: 0)", false)]
    [InlineData("optim.SGD(model.parameters(), 0.1, momentum: steps)", false)]
    [InlineData("optim.Adam(new LeNet300().parameters())", false)]
    public Task PRN7014_is_at_an_optimizer_with_moments_that_the_recipe_does_not_know(string optimizer, bool isFound) =>
        UsageProject.VerifyAsync(
            $"using LeNet300 model = new(); using Ticket ticket = new(model); using var {(isFound ? "{|PRN7014:optimizer|}" : "optimizer")} = {optimizer}; {Loop}"
        );

    [Theory]
    [InlineData("ticket.Attach(optimizer); " + Loop)]
    [InlineData(Loop + " ticket.Attach(optimizer);")]
    [InlineData("Use(ticket); " + Loop)]
    [InlineData("Action attach = () => ticket.Attach(optimizer); attach(); " + Loop)]
    [InlineData("optim.Optimizer same = s_flag ? optimizer : optimizer; ticket.Attach(same); " + Loop)]
    [InlineData("ticket.Attach((optim.Optimizer)(object)optimizer); " + Loop)]
    [InlineData("for (int i = 0; i < steps; i++) { optimizer.step(); }")]
    [InlineData("ticket.BeforeOptimizerStep(); optimizer.step(); ticket.AfterOptimizerStep();")]
    public Task An_optimizer_that_is_attached_or_may_be_or_is_not_in_a_loop_is_silent(string statements) =>
        UsageProject.VerifyAsync(
            "using LeNet300 model = new(); using Ticket ticket = new(model); using var optimizer = optim.Adam(model.parameters()); "
                + statements
        );

    [Fact]
    public Task An_optimizer_beside_one_that_is_attached_is_found() =>
        UsageProject.VerifyAsync(
            "using LeNet300 model = new(); using Ticket ticket = new(model); using var first = optim.Adam(model.parameters()); ticket.Attach(first); "
                + "using var {|PRN7014:optimizer|} = optim.Adam(model.parameters()); "
                + Loop
        );

    [Theory]
    [InlineData("model.{|PRN7016:to|}(CUDA); optimizer.step();")]
    [InlineData("model.{|PRN7016:cuda|}(); ticket.Attach(optimizer);")]
    [InlineData("model.{|PRN7016:half|}(); while (s_flag) optimizer.step();")]
    [InlineData("if (s_flag) model.{|PRN7016:to|}(ScalarType.Float64); optimizer.step();")]
    [InlineData("while (s_flag) { optimizer.step(); model.{|PRN7016:@double|}(); }")]
    [InlineData("try { model.{|PRN7016:cuda|}(); } catch (Exception) { } optimizer.step();")]
    public Task PRN7016_is_at_a_conversion_between_an_optimizer_and_its_use(string statements) =>
        UsageProject.VerifyAsync(
            "using LeNet300 model = new(); using Ticket ticket = new(model); var optimizer = optim.Adam(model.parameters()); "
                + statements
        );

    [Theory]
    [InlineData("model.to(CUDA); using var optimizer = optim.Adam(model.parameters()); optimizer.step();")]
    [InlineData("using var optimizer = optim.Adam(model.parameters()); optimizer.step(); model.to(CUDA);")]
    [InlineData("using var optimizer = optim.Adam(model.parameters()); model.cpu(); optimizer.step();")]
    [InlineData(
        "using var optimizer = optim.Adam(model.parameters()); if (s_flag) { model.cuda(); return; } optimizer.step();"
    )]
    [InlineData(
        "using LeNet300 other = new(); using var optimizer = optim.Adam(model.parameters()); other.cuda(); optimizer.step();"
    )]
    [InlineData(
        "while (s_flag) { using var optimizer = optim.Adam(model.parameters()); optimizer.step(); model.cuda(); }"
    )]
    [InlineData(
        "var optimizer = optim.Adam(model.parameters()); model.cuda(); optimizer = optim.Adam(model.parameters()); optimizer.step();"
    )]
    [InlineData(
        "model = model.to(CUDA); var optimizer = optim.Adam(model.parameters()); model = model.half(); optimizer.step();"
    )]
    public Task A_conversion_before_the_optimizer_or_after_its_use_is_silent(string statements) =>
        UsageProject.VerifyAsync("LeNet300 model = new(); using Ticket ticket = new(model); " + statements);
}
