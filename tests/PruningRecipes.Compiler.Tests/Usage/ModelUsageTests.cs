namespace PruningRecipes.Compiler.Tests;

public sealed class ModelUsageTests
{
    private const string Setup =
        "using LeNet300 model = new(); using SupervisedTrainer trainer = new(model, data, nn.CrossEntropyLoss()); ";

    private const string Made = Setup + "using Ticket ticket = new(model); ";

    [Theory]
    [InlineData("ticket.Prune1(); model.{|PRN7015:load|}(\"best.dat\");")]
    [InlineData("ticket.Run(trainer); model.{|PRN7015:load|}(\"best.dat\"); Use(model);")]
    [InlineData(
        "ticket.Run(trainer); model.{|PRN7015:load_state_dict|}(new Dictionary<string, Tensor>()); model.call(x);"
    )]
    [InlineData(
        "ticket.Prune1(); if (s_flag) { model.{|PRN7015:load|}(\"best.dat\"); return; } ticket.AfterOptimizerStep();"
    )]
    [InlineData("ticket.Prune1(); try { model.{|PRN7015:load|}(\"best.dat\"); } catch (Exception) { }")]
    public Task PRN7015_is_at_a_load_over_pruned_weights(string statements) =>
        UsageProject.VerifyAsync(Made + statements);

    [Theory]
    [InlineData("ticket.Prune1(); model.load(\"best.dat\"); ticket.AfterOptimizerStep();")]
    [InlineData("ticket.Prune1(); model.load(\"best.dat\"); ticket.Prune2();")]
    [InlineData("model.load(\"best.dat\"); ticket.Prune1();")]
    [InlineData("if (s_flag) ticket.Prune1(); model.load(\"best.dat\");")]
    [InlineData("ticket.Prune1(); model.save(\"best.dat\"); model.load(\"best.dat\");")]
    [InlineData("ticket.Prune1(); var best = model.state_dict(); model.load_state_dict(best);")]
    [InlineData("ticket.Prune1(); model.load(\"best.dat\"); Use(ticket);")]
    [InlineData("ticket.Prune1(); model.load(\"best.dat\"); Use(ticket.Masks.Fc1);")]
    [InlineData("using (Ticket second = new(model)) { second.Prune1(); } model.load(\"dense.dat\");")]
    [InlineData("while (s_flag) { model.load(\"dense.dat\"); using Ticket second = new(model); second.Prune1(); }")]
    [InlineData("using LeNet300 other = new(); ticket.Prune1(); other.load(\"best.dat\");")]
    [InlineData("ticket.Prune1(); Action load = () => model.load(\"best.dat\"); load(); ticket.AfterOptimizerStep();")]
    public Task A_load_before_pruning_or_with_the_masks_after_it_is_silent(string statements) =>
        UsageProject.VerifyAsync(Made + statements);

    [Theory]
    [InlineData(
        Setup + "using LeNet300 other = new(); using Ticket ticket = new(other); ticket.Run({|PRN7020:trainer|});"
    )]
    [InlineData(
        Setup
            + "using LeNet300 other = new(); using Ticket ticket = new(other); ticket.Run(trainer: {|PRN7020:trainer|}, options: null);"
    )]
    [InlineData(
        "using LeNet300 model = new(); using LeNet300 other = new(); using Ticket ticket = new(other); ticket.Run({|PRN7020:new SupervisedTrainer(model, data, nn.CrossEntropyLoss())|});"
    )]
    public Task PRN7020_is_at_a_trainer_of_another_model(string statements) => UsageProject.VerifyAsync(statements);

    [Theory]
    [InlineData(Made + "ticket.Run(trainer);")]
    [InlineData(Setup + "LeNet300 other = model; using Ticket ticket = new(other); ticket.Run(trainer);")]
    [InlineData(
        Setup + "LeNet300 other = new(); other = model; using Ticket ticket = new(other); ticket.Run(trainer);"
    )]
    [InlineData(
        "LeNet300 model = s_flag ? new() : new(); LeNet300 other = new(); using Ticket ticket = new(other); ticket.Run(new SupervisedTrainer(model, data, nn.CrossEntropyLoss()));"
    )]
    public Task A_trainer_of_the_same_model_or_perhaps_of_it_is_silent(string statements) =>
        UsageProject.VerifyAsync(statements);

    [Theory]
    [InlineData("Ticket {|PRN7019:ticket|} = new(model); ticket.Prune1();")]
    [InlineData("if (s_flag) { var {|PRN7019:ticket|} = new Ticket(model); }")]
    [InlineData("Action run = () => { Ticket {|PRN7019:ticket|} = new(model); ticket.Run(trainer); }; run();")]
    public Task PRN7019_is_at_a_recipe_that_is_never_disposed(string statements) =>
        UsageProject.VerifyAsync(Setup + statements);

    [Theory]
    [InlineData("using Ticket ticket = new(model);")]
    [InlineData("using (Ticket ticket = new(model)) { }")]
    [InlineData("Ticket ticket = new(model); using (ticket) { }")]
    [InlineData("Ticket ticket = new(model); try { } finally { ticket.Dispose(); }")]
    [InlineData("Ticket ticket = new(model); ticket?.Dispose();")]
    [InlineData("Ticket ticket = new(model); ((IDisposable)ticket).Dispose();")]
    [InlineData("Ticket ticket = new(model); Use(ticket);")]
    [InlineData("Ticket ticket = new(model); Ticket[] all = [ticket];")]
    [InlineData("Ticket ticket = new(model); Action end = () => ticket.Dispose();")]
    [InlineData("Ticket ticket = new(model); Ticket same = ticket; same.Dispose();")]
    public Task A_recipe_that_is_disposed_or_handed_on_is_silent(string statements) =>
        UsageProject.VerifyAsync(Setup + statements);
}
