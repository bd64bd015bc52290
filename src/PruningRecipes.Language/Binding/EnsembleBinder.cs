namespace PruningRecipes.Language;

/// <summary>Draws members from the distribution that each parameter has late in training.</summary>
/// <param name="Number">The stage's number.</param>
/// <param name="Word">The key that names it.</param>
/// <param name="Members">How many are drawn.</param>
/// <param name="Collect">How long the training goes on while the distribution is measured.</param>
/// <param name="Scale">The factor on the standard deviations.</param>
/// <param name="Optimizer">Who moves the weights meanwhile; null for that of the training before.</param>
/// <param name="Data">What each member's batch norms are measured on; null for those of the mean.</param>
internal sealed record BoundEnsemble(
    int Number,
    Located<string> Word,
    Operand Members,
    Located<TrainingSpan> Collect,
    Operand Scale,
    BoundOptimizer? Optimizer,
    Located<DataPlan>? Data
) : BoundStage(Number, Word);

/// <summary>Binds an ensemble stage.</summary>
internal static class EnsembleBinder
{
    public static BoundEnsemble? Bind(BindingContext context, int number, Located<string> word, Fields fields)
    {
        Located<Operand>? members = fields.Operand("members");
        Located<TrainingSpan>? collect = fields.Span("collect");
        Operand scale = fields.Operand("scale")?.Value ?? Operand.Of(1);
        BoundOptimizer? optimizer = TrainBinder.BindOptimizer(context, fields);
        DataPlan? data = DataBinder.Own(context, fields);
        if (members is not { } count || collect is not { } length)
        {
            return null;
        }

        if (length.Value.Unit == TrainingUnit.Share)
        {
            context.Report(
                Rules.WrongType,
                length.Span,
                "collect",
                "a length of its own, such as 1 epochs or 500 steps",
                $"'{length}'"
            );
        }
        else if (context.LeastOf(length.Value) == 0)
        {
            context.Report(Rules.NumberOutOfRange, length.Span, "collect", "above 0", $"'{length}'");
        }

        return new BoundEnsemble(
            number,
            word,
            count.Value,
            length,
            scale,
            optimizer,
            data is { } known ? new Located<DataPlan>(known, fields.KeySpan("data")) : null
        );
    }
}
