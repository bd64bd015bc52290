namespace PruningRecipes.Compiler.Tests;

public sealed class StepWithoutMasksTests
{
    private const string Setup = """
        using LeNet300 model = new();
        using Ticket ticket = new(model);
        using var optimizer = optim.Adam(model.parameters());
        ticket.Attach(optimizer);

        """;

    [Theory]
    [InlineData("for (int i = 0; i < steps; i++) { ticket.BeforeOptimizerStep(); optimizer.{|PRN7013:step|}(); }")]
    [InlineData("ticket.Prune1(); optimizer.{|PRN7013:step|}();")]
    [InlineData("ticket.Prune3(2); optimizer.{|PRN7013:step|}();")]
    [InlineData("ticket.Prune1(); while (s_flag) optimizer.{|PRN7013:step|}(); ticket.AfterOptimizerStep();")]
    [InlineData(
        "ticket.Prune2(); while (s_flag) { optimizer.{|PRN7013:step|}(); if (s_flag) ticket.AfterOptimizerStep(); }"
    )]
    [InlineData(
        "foreach (var i in data.ToString()!) { ticket.BeforeOptimizerStep(); optimizer.{|PRN7013:step|}(); if (s_flag) continue; ticket.AfterOptimizerStep(); }"
    )]
    [InlineData(
        "ticket.BeforeOptimizerStep(); optimizer.{|PRN7013:step|}(); if (s_flag) return; ticket.AfterOptimizerStep();"
    )]
    [InlineData(
        "for (int i = 0; i < steps; i++) { using var scope = NewDisposeScope(); ticket.BeforeOptimizerStep(); optimizer.{|PRN7013:step|}(); if (s_flag) continue; ticket.AfterOptimizerStep(); }"
    )]
    [InlineData("for (int i = 0; i < steps; i++) { optimizer.{|PRN7013:step|}(); if (i == 5) ticket.Prune1(); }")]
    [InlineData(
        "ticket.Prune1(); for (;;) { optimizer.zero_grad(); optimizer.{|PRN7013:step|}(() => x.sum()); Console.WriteLine(ticket.Masks.Fc1.Sparsity); }"
    )]
    [InlineData(
        "ticket.Prune1(); try { optimizer.{|PRN7013:step|}(); } catch (InvalidOperationException) { ticket.AfterOptimizerStep(); }"
    )]
    [InlineData(
        "using SupervisedTrainer trainer = new(model, data, nn.CrossEntropyLoss()); ticket.Run(trainer); optimizer.{|PRN7013:step|}();"
    )]
    [InlineData(
        "ticket.Prune1(); do { switch (steps) { case 1: optimizer.{|PRN7013:step|}(); break; default: optimizer.step(); ticket.AfterOptimizerStep(); break; } } while (s_flag); ticket.AfterOptimizerStep();"
    )]
    [InlineData("ticket.Prune1(); void Other() => Use(1); Other(); optimizer.{|PRN7013:step|}();")]
    public Task PRN7013_is_at_a_step_after_which_a_path_goes_on_without_the_masks(string statements) =>
        UsageProject.VerifyAsync(Setup + statements);

    [Theory]
    [InlineData(
        "for (int i = 0; i < steps; i++) { ticket.BeforeOptimizerStep(); optimizer.step(); ticket.AfterOptimizerStep(); }"
    )]
    [InlineData("for (int i = 0; i < steps; i++) optimizer.step();")]
    [InlineData("for (int i = 0; i < steps; i++) optimizer.step(); ticket.Prune1();")]
    [InlineData(
        "bool masked = false; for (int i = 0; i < steps; i++) { optimizer.step(); if (masked) ticket.AfterOptimizerStep(); if (i == 5) { ticket.Prune1(); masked = true; } }"
    )]
    [InlineData(
        "ticket.Prune1(); while (s_flag) { optimizer.step(); if (x.sum().ToSingle() > 9) throw new InvalidOperationException(); ticket.AfterOptimizerStep(); }"
    )]
    [InlineData(
        "ticket.Prune1(); for (int i = 0; i < steps; i++) { using (NewDisposeScope()) { if (s_flag) continue; optimizer.step(); } ticket.AfterOptimizerStep(); }"
    )]
    [InlineData(
        "ticket.Prune1(); for (int i = 0; i < steps; i++) { try { ticket.BeforeOptimizerStep(); optimizer.step(); ticket.AfterOptimizerStep(); } catch (Exception) { Use(i); } }"
    )]
    [InlineData(
        "ticket.Prune1(); for (int i = 0; i < steps; i++) { try { optimizer.step(); } finally { ticket.AfterOptimizerStep(); } }"
    )]
    [InlineData("ticket.SnapshotInit(); ticket.Prune1(); optimizer.step(); ticket.RewindToInit();")]
    [InlineData("ticket.Prune1(); optimizer.step(); Use(ticket);")]
    [InlineData("Use(ticket); ticket.Prune1(); optimizer.step();")]
    [InlineData("ticket.Prune1(); for (;;) { optimizer.step(); Use(ticket.Masks); }")]
    [InlineData("ticket.Prune1(); Action mask = () => ticket.AfterOptimizerStep(); optimizer.step(); mask();")]
    [InlineData("void Mask() => ticket.AfterOptimizerStep(); ticket.Prune1(); optimizer.step(); Mask();")]
    [InlineData("if (s_flag) ticket.Prune1(); optimizer.step(); if (s_flag) ticket.AfterOptimizerStep();")]
    [InlineData("ticket.Prune1(); if (false) optimizer.step();")]
    [InlineData(
        "using LeNet300 other = new(); using var moving = optim.SGD(other.parameters(), 0.1); ticket.Prune1(); moving.step();"
    )]
    [InlineData("using var head = optim.SGD(model.parameters().Take(1), 0.1); ticket.Prune1(); head.step();")]
    [InlineData("ticket.Prune1(); for (;;) { optimizer.step(); ticket?.AfterOptimizerStep(); }")]
    [InlineData(
        "try { ticket.Prune1(); } catch (RecipeException) { } optimizer.step(); if (s_flag) ticket.AfterOptimizerStep();"
    )]
    [InlineData("using (Ticket second = new(model)) { second.Prune1(); } optimizer.step();")]
    [InlineData("while (s_flag) { optimizer.step(); using Ticket second = new(model); second.Prune1(); }")]
    [InlineData("Ticket second = ticket; second.Prune1(); optimizer.step();")]
    public Task A_step_that_is_masked_or_need_not_be_or_may_be_elsewhere_is_silent(string statements) =>
        UsageProject.VerifyAsync(
            Setup.Replace("using LeNet300 model = new();", "using LeNet300 model = new();", StringComparison.Ordinal)
                + statements
        );

    [Theory]
    [InlineData("ticket.BeforeOptimizerStep(); optimizer.step();")]
    [InlineData("while (s_flag) { ticket.BeforeOptimizerStep(); optimizer.step(); Mask(ticket); }")]
    [InlineData("if (s_flag) ticket.BeforeOptimizerStep(); optimizer.step();")]
    [InlineData("while (s_flag) { ticket.BeforeOptimizerStep(); optimizer.{|PRN7013:step|}(); }")]
    [InlineData("ticket = new Ticket(model); while (s_flag) { ticket.BeforeOptimizerStep(); optimizer.step(); }")]
    public Task With_a_recipe_from_outside_only_a_loop_is_sure(string statements) =>
        UsageProject.VerifyFileAsync(
            $$"""
            internal static class Program
            {
                private static readonly bool s_flag = Console.KeyAvailable;
                private static void Step(LeNet300 model, optim.Optimizer optimizer, Ticket ticket) { {{statements}} }
                private static void Mask(Ticket ticket) => ticket.AfterOptimizerStep();
            }
            """
        );

    [Fact]
    public Task Lambdas_and_local_functions_are_members_of_their_own() =>
        UsageProject.VerifyAsync(
            """
            Action<LeNet300> train = model =>
            {
                using Ticket ticket = new(model);
                using var optimizer = optim.Adam(model.parameters());
                ticket.Attach(optimizer);
                ticket.Prune1();
                optimizer.{|PRN7013:step|}();
                Action inner = () => model.train();
            };
            void Local(Ticket ticket, optim.Optimizer optimizer)
            {
                while (s_flag) { ticket.BeforeOptimizerStep(); optimizer.{|PRN7013:step|}(); }
            }
            """
        );

    [Theory]
    [InlineData(
        "Action train = () => { while (s_flag) { ticket.BeforeOptimizerStep(); optimizer.{|PRN7013:step|}(); } }; ticket.Prune1(); train(); optimizer.step();"
    )]
    [InlineData(
        "void Train() { while (s_flag) { ticket.BeforeOptimizerStep(); optimizer.{|PRN7013:step|}(); } } Train(); ticket.AfterOptimizerStep();"
    )]
    [InlineData("Action train = () => { ticket.Prune1(); while (s_flag) optimizer.{|PRN7013:step|}(); }; train();")]
    [InlineData("ticket.Prune1(); Train(); void Train() { while (s_flag) optimizer.{|PRN7013:step|}(); }")]
    [InlineData("void Step() => optimizer.{|PRN7013:step|}(); ticket.Prune1(); while (s_flag) Step();")]
    [InlineData("void Step() => optimizer.{|PRN7013:step|}(); ticket.Prune1(); Step();")]
    [InlineData(
        "ticket.Prune1(); while (s_flag) { optimizer.{|PRN7013:step|}(() => { optimizer.zero_grad(); Tensor loss = model.call(x).sum(); loss.backward(); return loss; }); }"
    )]
    public Task What_a_lambda_or_local_function_does_to_variables_of_its_member_is_found(string statements) =>
        UsageProject.VerifyAsync(Setup + statements);

    [Theory]
    [InlineData(
        "void Mask() => ticket.AfterOptimizerStep(); void Step() { optimizer.step(); Mask(); } ticket.Prune1(); Step();"
    )]
    [InlineData(
        "Action mask = () => ticket.AfterOptimizerStep(); Action train = () => { while (s_flag) { ticket.BeforeOptimizerStep(); optimizer.step(); mask(); } }; train();"
    )]
    [InlineData(
        "void Step() => optimizer.step(); ticket.Prune1(); while (s_flag) { Step(); ticket.AfterOptimizerStep(); }"
    )]
    [InlineData("void Step() => optimizer.step(); while (s_flag) Step(); ticket.Prune1();")]
    [InlineData("void Step() => optimizer.step(); Use((Action)Step); ticket.Prune1();")]
    [InlineData(
        "ticket.SnapshotInit(); ticket.Prune1(); while (s_flag) { Step(); ticket.RewindToInit(); } void Step() => optimizer.step();"
    )]
    [InlineData(
        "IEnumerable<int> Train() { while (s_flag) { ticket.BeforeOptimizerStep(); optimizer.step(); yield return 1; } } foreach (int i in Train()) ticket.AfterOptimizerStep();"
    )]
    [InlineData(
        "async System.Threading.Tasks.Task Train() { while (s_flag) { ticket.BeforeOptimizerStep(); optimizer.step(); await System.Threading.Tasks.Task.Yield(); } } _ = Train(); ticket.AfterOptimizerStep();"
    )]
    [InlineData("void Step() { while (s_flag) optimizer.step(); } ticket.Prune1(); Use(ticket); Step();")]
    [InlineData(
        "void Outer() { void Inner() { while (s_flag) { ticket.BeforeOptimizerStep(); optimizer.step(); Outer(); } } ticket.AfterOptimizerStep(); Inner(); } Outer();"
    )]
    [InlineData(
        "ticket.Prune1(); using var head = optim.SGD(model.parameters().Take(1), 0.1); Step(); void Step() => head.step();"
    )]
    [InlineData("while (s_flag) { Step(); ticket.Prune1(); } void Step() { if (s_flag) optimizer.step(); }")]
    public Task A_step_of_a_lambda_or_local_function_that_may_be_masked_is_silent(string statements) =>
        UsageProject.VerifyAsync(Setup + statements);

    [Fact]
    public Task A_rewind_in_a_lambda_may_be_to_a_snapshot_of_its_member() =>
        UsageProject.VerifyAsync(
            Setup + "ticket.SnapshotInit(); ticket.Prune1(); Action back = () => ticket.RewindToInit(); back();"
        );
}
