using System.Collections.Immutable;

namespace PruningRecipes.Language;

/// <summary>Binds a prune stage.</summary>
internal static class PruneBinder
{
    private static readonly ImmutableArray<string> s_amounts = [.. Words.All<AmountKind>(), "flops"];

    public static BoundPrune Bind(BindingContext context, int number, int ordinal, Located<string> word, Fields fields)
    {
        ImmutableArray<string> amounts = fields.Present(s_amounts);
        if (amounts.Length != 1)
        {
            context.Report(
                Rules.ExactlyOne,
                amounts.Length == 0 ? word.Span : fields.KeySpan(amounts[1]),
                Grammar.Prune.Noun,
                Display.JoinQuoted(Words.All<AmountKind>()),
                amounts.Length == 0 ? "none is" : Display.JoinQuoted(amounts) + " are"
            );
        }

        AmountKind kind = default;
        Located<Operand>? amount = null;
        foreach (string key in amounts)
        {
            if (fields.Operand(key) is { } value && amount is null && Words.TryParse(key, out kind))
            {
                amount = value;
            }
        }

        return new BoundPrune(
            number,
            word,
            ordinal,
            fields.Member("score", Score.Magnitude),
            fields.Member("grain", Grain.Weight),
            fields.Member("allocation", Allocation.Layer),
            kind,
            amount
        );
    }
}
