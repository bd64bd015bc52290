namespace PruningRecipes.Compiler.Tests;

public sealed class SnapshotOrderTests
{
    private const string Setup =
        "using LeNet300 model = new(); using SupervisedTrainer trainer = new(model, data, nn.CrossEntropyLoss()); using var optimizer = optim.Adam(model.parameters()); ";

    private const string Made = Setup + "using Ticket ticket = new(model); ";

    [Theory]
    [InlineData(Made + "ticket.{|PRN7017:RewindToInit|}();")]
    [InlineData(Made + "ticket.SnapshotInit(); ticket.{|PRN7017:RewindToEarly|}();")]
    [InlineData(Made + "if (s_flag) ticket.{|PRN7017:RewindToInit|}(); ticket.SnapshotInit();")]
    [InlineData(Made + "if (s_flag) ticket.SnapshotInit(); else ticket.{|PRN7017:RewindToInit|}();")]
    [InlineData(Made + "ticket.Prune1(); ticket.{|PRN7017:RewindToInit|}(); ticket.Run(trainer);")]
    [InlineData(
        Setup
            + "while (s_flag) { using Ticket ticket = new(model); ticket.{|PRN7017:RewindToInit|}(); ticket.SnapshotInit(); }"
    )]
    public Task PRN7017_is_at_a_rewind_that_no_snapshot_comes_before(string statements) =>
        UsageProject.VerifyAsync(statements);

    [Theory]
    [InlineData(Made + "ticket.SnapshotInit(); ticket.RewindToInit();")]
    [InlineData(Made + "if (s_flag) ticket.SnapshotInit(); ticket.RewindToInit();")]
    [InlineData(Made + "while (s_flag) { if (steps > 0) ticket.RewindToInit(); else ticket.SnapshotInit(); }")]
    [InlineData(Made + "ticket.Run(trainer); ticket.RewindToInit();")]
    [InlineData(Made + "Use(ticket); ticket.RewindToInit();")]
    [InlineData(Made + "Action save = ticket.SnapshotInit; save(); ticket.RewindToInit();")]
    [InlineData(Made + "void Save() => ticket.SnapshotInit(); Save(); ticket.RewindToInit();")]
    [InlineData(Made + "ticket?.SnapshotInit(); ticket!.RewindToInit();")]
    [InlineData(Made + "try { ticket.SnapshotInit(); Use(1); } catch (Exception) { ticket.RewindToInit(); }")]
    [InlineData(Made + "try { ticket.SnapshotInit(); } finally { ticket.RewindToInit(); }")]
    [InlineData(Made + "try { Use(1); } finally { ticket.SnapshotInit(); } ticket.RewindToInit();")]
    [InlineData(
        Made
            + "try { ticket.SnapshotInit(); Use(1); } catch (Exception e) when (e.Message.Length > 1) { ticket.RewindToInit(); }"
    )]
    [InlineData(Made + "goto save; rewind: ticket.RewindToInit(); return; save: ticket.SnapshotInit(); goto rewind;")]
    public Task A_rewind_that_a_snapshot_may_come_before_is_silent(string statements) =>
        UsageProject.VerifyAsync(statements);

    [Fact]
    public Task A_recipe_from_outside_may_have_its_snapshots() =>
        UsageProject.VerifyFileAsync(
            "internal static class Program { internal static void Rewind(Ticket ticket) => ticket.RewindToInit(); internal static void Own(Func<Ticket> make) { using Ticket ticket = make(); ticket.RewindToInit(); } }"
        );

    [Theory]
    [InlineData("for (int i = 0; i < steps; i++) optimizer.step(); ticket.{|PRN7018:SnapshotInit|}();")]
    [InlineData("optimizer.step(); ticket.{|PRN7018:SnapshotInit|}();")]
    [InlineData("ticket.Run(trainer); ticket.{|PRN7018:SnapshotInit|}();")]
    [InlineData("if (s_flag) { optimizer.step(); } ticket.{|PRN7018:SnapshotInit|}();")]
    public Task PRN7018_is_at_an_initial_snapshot_after_training(string statements) =>
        UsageProject.VerifyAsync(Made + statements);

    [Theory]
    [InlineData("ticket.SnapshotInit(); optimizer.step();")]
    [InlineData("optimizer.step(); ticket.SnapshotEarly();")]
    [InlineData("for (int i = 0; i < steps; i++) { if (i == 0) ticket.SnapshotInit(); optimizer.step(); }")]
    [InlineData("if (s_flag) { optimizer.step(); } else { ticket.SnapshotInit(); }")]
    [InlineData("optimizer.step(); model.load(\"first.dat\"); ticket.SnapshotInit();")]
    [InlineData("optimizer.step(); model.apply(module => Use(module)); ticket.SnapshotInit();")]
    [InlineData("optimizer.step(); Use(model); ticket.SnapshotInit();")]
    [InlineData("optimizer.step(); ticket.Reinit(); ticket.SnapshotInit();")]
    [InlineData("using var other = optim.Adam(new LeNet300().parameters()); other.step(); ticket.SnapshotInit();")]
    public Task An_initial_snapshot_before_training_or_of_new_weights_is_silent(string statements) =>
        UsageProject.VerifyAsync(Made + statements);
}
